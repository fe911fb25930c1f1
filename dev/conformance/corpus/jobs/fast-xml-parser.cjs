const { XMLBuilder, XMLParser, XMLValidator } = require('fast-xml-parser');
const { blocking } = require('./support/blocking.cjs');

const xml = `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "entity">]><a x="1" y='2'><b>1.50</b><b>&lt;&e;</b><c:d/><![CDATA[<raw>]]><!-- no --><e>t<f/>u</e></a>`;

/** Parses, builds and validates; the value processor blocks. */
module.exports = function job() {
  const options = { ignoreAttributes: false, cdataPropName: '#cdata', preserveOrder: false };
  const tree = new XMLParser({ ...options, tagValueProcessor: (name, value) => blocking(value) }).parse(xml);
  const ordered = new XMLParser({ ...options, preserveOrder: true }).parse(xml);
  return [tree, ordered, new XMLBuilder({ ...options, format: true }).build(tree), XMLValidator.validate('<a><b></a>')];
};
