const fs = require('node:fs');
const { run, sleep, spawn } = require('greenlets');

function read(file, delay) {
  'use greenlet';
  sleep(delay);
  console.log(delay);
  const { name } = JSON.parse(fs.readFileSync(file, 'utf8'));
  return `${name} ${delay}`;
}

async function main() {
  'use greenlet';
  const tasks = [400, 200, 0].map((delay) => spawn(read, 'package.json', delay));
  return tasks.map((task) => task.get()).join();
}

main().then((result) => run(() => console.log(result)));
