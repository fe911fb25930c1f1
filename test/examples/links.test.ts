import { extractLinks, isOnSite } from '../../examples/linkcheck/links.ts';

const ADDRESS = 'http://site.test/docs/page.html';

describe('extractLinks', () => {
  it('resolves relative links against the address of the page', () => {
    const html = '<a href="other.html">a</a> <a href="../up.html">b</a> <a href="/root.html">c</a>';
    expect(extractLinks(html, ADDRESS)).toEqual([
      'http://site.test/docs/other.html',
      'http://site.test/up.html',
      'http://site.test/root.html',
    ]);
  });

  it('resolves them against <base> if there is one', () => {
    const html = '<base href="/elsewhere/"><a href="other.html">a</a>';
    expect(extractLinks(html, ADDRESS)).toEqual(['http://site.test/elsewhere/other.html']);
  });

  it('finds images, scripts and style sheets, too', () => {
    const html =
      '<link rel="stylesheet" href="a.css"><script src="b.js"></script><img src="c.png"><iframe src="d"></iframe>';
    expect(extractLinks(html, 'http://site.test/')).toEqual([
      'http://site.test/a.css',
      'http://site.test/b.js',
      'http://site.test/c.png',
      'http://site.test/d',
    ]);
  });

  it('lists an address once, whatever the fragment', () => {
    const html = '<a href="other.html#one">a</a> <a href="other.html#two">b</a>';
    expect(extractLinks(html, ADDRESS)).toEqual(['http://site.test/docs/other.html']);
  });

  it('leaves out what is not on the web', () => {
    const html = '<a href="mailto:me@site.test">a</a> <a href="javascript:void 0">b</a> <img src="data:,x">';
    expect(extractLinks(html, ADDRESS)).toEqual([]);
  });

  it('returns what is no address as it is, so that it can be reported', () => {
    expect(extractLinks('<a href="http://">a</a>', ADDRESS)).toEqual(['http://']);
  });
});

describe('isOnSite', () => {
  it('compares scheme, host and port', () => {
    expect(isOnSite('http://site.test/x', 'http://site.test')).toBe(true);
    expect(isOnSite('https://site.test/x', 'http://site.test')).toBe(false);
    expect(isOnSite('http://site.test:81/x', 'http://site.test')).toBe(false);
    expect(isOnSite('http://', 'http://site.test')).toBe(false);
  });
});
