// SPDX-License-Identifier: Apache-2.0
//
// What pdf.js makes of a file's structure: a third reading of the tags, beside
// poppler's and our own.
//
//	node tree.mjs FOLDER FILE.pdf
//
// FOLDER has pdfjs-dist. Prints "pages P figures F links L attached A"; exit 1
// when a page has no tree or a figure no alternative text.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [folder, path] = process.argv.slice(2);
const pdfjs = await import(
    pathToFileURL(`${folder}/pdfjs-dist/legacy/build/pdf.mjs`));
const count = { figures: 0, links: 0 };
let bad = false;

function complain(words) {
	console.log(words);
	bad = true;
}

function walk(node, page) {
	if (node.role === 'Figure') {
		count.figures++;
		if (!node.alt)
			complain(`page ${page}: a figure without alternative`);
	}
	if (node.role === 'Link')
		count.links++;
	for (const kid of node.children ?? [])
		walk(kid, page);
}

const file = await pdfjs.getDocument({
	data: new Uint8Array(readFileSync(path)), verbosity: 0,
}).promise;
for (let i = 1; i <= file.numPages; i++) {
	const tree = await (await file.getPage(i)).getStructTree();
	if (!tree)
		complain(`page ${i}: no tree`);
	else
		walk(tree, i);
}
if (!(await file.getMarkInfo())?.Marked)
	complain('not marked');
const attached = Object.keys(await file.getAttachments() ?? {}).length;
console.log(`pages ${file.numPages} figures ${count.figures} ` +
    `links ${count.links} attached ${attached}`);
process.exit(bad ? 1 : 0);
