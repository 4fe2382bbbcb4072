// SPDX-License-Identifier: Apache-2.0
//
// What pdf.js makes of the structure of files: a third reading of the tags,
// beside poppler's and our own.
//
//	node tree.mjs LIBRARY FILE.pdf...
//
// LIBRARY is pdf.js (of Debian's libjs-pdf) or pdf.mjs (of pdfjs-dist). Prints
// "FILE: pages P figures F links L tables T headings H attached A" of each;
// exit 1 when a page has no tree, a figure no alternative text or an attached
// file no content.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';

const [library, ...paths] = process.argv.slice(2);
const pdfjs = library.endsWith('.mjs') ? await import(pathToFileURL(library))
    : createRequire(import.meta.url)(library);
const counted = { Figure: 'figures', Link: 'links', Table: 'tables' };
let bad = false;

function complain(name, words) {
	console.log(`${name}: ${words}`);
	bad = true;
}

function walk(node, where, count) {
	const kind = /^H\d$/.test(node.role) ? 'headings' : counted[node.role];
	if (kind)
		count[kind]++;
	if (node.role === 'Figure' && !node.alt)
		complain(where, 'a figure without alternative');
	for (const kid of node.children ?? [])
		walk(kid, where, count);
}

async function tell(path) {
	const name = basename(path);
	const file = await pdfjs.getDocument({
		data: new Uint8Array(readFileSync(path)), verbosity: 0,
	}).promise;
	const count = { figures: 0, links: 0, tables: 0, headings: 0 };
	for (let i = 1; i <= file.numPages; i++) {
		const tree = await (await file.getPage(i)).getStructTree();
		if (!tree)
			complain(name, `page ${i}: no tree`);
		else
			walk(tree, `${name}: page ${i}`, count);
	}
	if (!(await file.getMarkInfo())?.Marked)
		complain(name, 'not marked');
	const attached = Object.values(await file.getAttachments() ?? {});
	if (attached.some((a) => !a.filename || !a.content?.length))
		complain(name, 'an attached file without content');
	console.log(`${name}: pages ${file.numPages} ` +
	    Object.entries(count).map(([k, n]) => `${k} ${n}`).join(' ') +
	    ` attached ${attached.length}`);
	await file.destroy();
}

for (const path of paths)
	await tell(path);
process.exit(bad ? 1 : 0);
