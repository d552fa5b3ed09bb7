// Packets as digiKam, Lightroom, Apple Photos, Windows and Kindred write them.

import { expect, it } from 'vitest';
import { readPacket } from '../../src-main/photos/xmp.ts';
import { wordsOf } from '../../src-shared/exchange/keywords.ts';

const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';
const packet = (inside: string): Buffer => Buffer.from(`<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF ${RDF}>${inside}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>`);
const read = (inside: string) => wordsOf(readPacket(packet(inside))!);
const bag = (name: string, words: readonly string[], list = 'Bag'): string => `<${name}><rdf:${list}>${words.map((word) => `<rdf:li>${word}</rdf:li>`).join('')}</rdf:${list}></${name}>`;

it('reads what Lightroom Classic writes', () => {
  const said = read(`<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:xmpDM="http://ns.adobe.com/xmp/1.0/DynamicMedia/"
    xmp:Rating="4" xmp:Label="Rot" xmpDM:pick="1">${bag('dc:subject', ['Seoul', 'Korea', 'night'])}${bag('lr:hierarchicalSubject', ['Places|Korea', 'Places|Korea|Seoul', 'night'])}</rdf:Description>`);
  expect(said).toMatchObject({ albums: [], keywords: ['Places|Korea|Seoul', 'night'], mark: { stars: 4, label: 'red', flag: 'picked', favourite: false } });
});

it('reads what digiKam writes, without people and its own tags', () => {
  const said = read(`<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:digiKam="http://www.digikam.org/ns/1.0/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
    xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/" xmp:Rating="0" digiKam:PickLabel="1" digiKam:ColorLabel="0">
    ${bag('digiKam:TagsList', ['People/Ada', 'Trips/Norway', '_Digikam_Internal_Tags_/Picklabel', 'dog'], 'Seq')}${bag('lr:hierarchicalSubject', ['People|Ada', 'Trips|Norway', 'dog'])}${bag('dc:subject', ['Ada', 'Norway', 'dog', 'Bob'])}
    <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList><rdf:Bag><rdf:li><rdf:Description mwg-rs:Name="Bob" mwg-rs:Type="Face"/></rdf:li><rdf:li rdf:parseType="Resource"><mwg-rs:Name>Ada</mwg-rs:Name></rdf:li></rdf:Bag></mwg-rs:RegionList></mwg-rs:Regions></rdf:Description>`);
  expect(said).toMatchObject({ keywords: ['Trips|Norway', 'dog'], mark: { flag: 'rejected', stars: 0 } });
});

it('reads a sidecar of Apple Photos, and people of Windows and IPTC', () => {
  const said = read(`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:I="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" xmlns:MPReg="http://ns.microsoft.com/photo/1.2/t/Region#">
    ${bag('dc:subject', ['beach', 'Cleo', 'Dan'], 'Seq')}<photoshop:DateCreated>2024-05-01T10:15:30+02:00</photoshop:DateCreated>${bag('I:PersonInImage', ['Cleo'])}
    <MPReg:Regions><rdf:Bag><rdf:li MPReg:PersonDisplayName="Dan"/></rdf:Bag></MPReg:Regions></rdf:Description>`);
  expect(said).toMatchObject({ keywords: ['beach'], mark: null });
});

it('goes by namespaces, whatever the prefixes, and over several descriptions', () => {
  const said = read(`<rdf:Description xmlns:a="http://purl.org/dc/elements/1.1/">${bag('a:subject', ['one'])}</rdf:Description><rdf:Description xmlns:b="http://ns.adobe.com/xap/1.0/"><b:Rating>3</b:Rating></rdf:Description>`);
  expect(said).toMatchObject({ keywords: ['one'], mark: { stars: 3 } });
  expect(read(`<rdf:Description xmlns:dc="http://example.com/">${bag('dc:subject', ['no'])}</rdf:Description>`).keywords).toEqual([]);
});

it('reads what Kindred writes as albums, groups and marks', () => {
  const said = read(`<rdf:Description xmlns:lr="http://ns.adobe.com/lightroom/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">${bag('lr:hierarchicalSubject', ['Kindred|Albums|Korea', 'Kindred|Groups|Hut', 'Kindred|Groups|place|Seoul', 'Kindred|Favourite'])}${bag('dc:subject', ['Korea', 'Hut', 'Seoul', 'mine'])}</rdf:Description>`);
  expect(said).toEqual({ albums: ['Korea'], groups: [{ lens: null, group: 'Hut' }, { lens: 'place', group: 'Seoul' }], keywords: ['mine'], mark: { flag: null, stars: 0, label: null, favourite: true }, place: null });
});

it('takes what is cut off, too large or no packet for none', () => {
  for (const text of ['', 'not xml', '<x:xmpmeta><rdf:RDF', '<rdf:RDF></rdf:RDF']) expect(readPacket(Buffer.from(text)), text).toBeNull();
  expect(readPacket(Buffer.concat([packet(''), Buffer.alloc(8e6, 0x20)]))).toBeNull();
  const bomb = `<!DOCTYPE x [<!ENTITY a "${'x'.repeat(100)}"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}"><!ENTITY d "${'&c;'.repeat(100)}">]>`;
  expect(JSON.stringify(readPacket(Buffer.from(`${bomb}<rdf:RDF ${RDF}><rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/">${bag('dc:subject', ['&d;'])}</rdf:Description></rdf:RDF>`)) ?? '').length).toBeLessThan(1e6);
});
