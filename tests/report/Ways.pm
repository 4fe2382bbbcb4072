# SPDX-License-Identifier: Apache-2.0
package Ways;

# Each way in which a right file can be broken, in memory: which rule of the table
# rules that breaks, the clause that must be named for it, how, and as what the
# file is then judged. `broken` tries them.
use strict;
use warnings;
use JSON::PP;
use Pdf;
use Raw;

# The file; and whether its pages must be drawn again.
our ($pdf, $draws);

# The first object of a kind: by /Type, /Subtype or /S.
sub first_of {
	my ($key, $kind, $nth) = @_;
	my @found = grep { ref $pdf->get($_) eq 'HASH' &&
	    ($pdf->get($_)->{"/$key"} // '') eq "/$kind" }
	    sort { ($a =~ /^(\d+)/)[0] <=> ($b =~ /^(\d+)/)[0] }
	    grep { /^\d/ } keys %{$pdf->{objects}};
	return $found[$nth // 0] // die "no $kind\n";
}
sub elem { my ($s, $n) = @_; return $pdf->get(first_of('S', $s, $n)) }
sub type { my ($s) = @_; return $pdf->get(first_of('Type', $s)) }
sub subtype { my ($s) = @_; return $pdf->get(first_of('Subtype', $s)) }
sub catalog { return $pdf->catalog }
sub page { $draws = 1; return $pdf->get(($pdf->pages)[0]) }

sub add_object {
	my ($n, $value) = @_;
	$pdf->{objects}{"90000$n 0 R"} = { value => $value };
	return "90000$n 0 R";
}

sub edit { # a stream: REF, FROM, TO
	my ($ref, $from, $to) = @_;
	my $text = $pdf->stream($ref);
	$text =~ s/$from/ref $to ? $to->() : $to/e or die "nothing to edit\n";
	$pdf->{objects}{$ref}{stream}{data} = $text;
}
sub xmp { edit(catalog()->{'/Metadata'}, @_) }
sub content { $draws = 1; edit(($pdf->list_refs(($pdf->pages)[0], '/Contents'))[0], @_) }
# Of the file as bytes: FROM, TO, outside of streams of objects and inside.
# References follow.
sub bytes {
	my ($from, $to) = @_;
	my $bytes = $pdf->{bytes};
	$bytes =~ $from or die "nothing to edit\n";
	my ($at, $length) = ($-[0], $+[0] - $-[0]);
	(my $copy = $bytes) =~ s/$from/ref $to ? $to->() : $to/e;
	my $new = substr $copy, $at, length($copy) - length($bytes) + $length;
	$pdf->{bytes} = Raw::replace($bytes, $at, $length, $new);
}
sub inside {
	$pdf->{bytes} = Raw::replace_inside($pdf->{bytes}, @_) //
	    die "nothing to edit\n";
}
# And its references, each [kind, number, number]: what is done to them.
sub references {
	my ($edit) = @_;
	my $all = Raw::references($pdf->{bytes});
	$edit->($all->{entries});
	$pdf->{bytes} = Raw::with_references($pdf->{bytes}, $all->{at},
	    @{ $all->{entries} });
}
sub attached { return type('EmbeddedFile') }
sub bookmark { $pdf->get($pdf->get(catalog()->{'/Outlines'})->{'/First'}) }
sub font { $draws = 1; return $pdf->get(first_of('Subtype', 'Type0')) }
sub cid { return $pdf->get($pdf->list(font()->{'/DescendantFonts'})) }
# A font's outlines all in no place: its table loca is 0.
sub no_outlines {
	my ($data) = @_;
	my $n = unpack 'x4 n', $data;
	for my $i (0 .. $n - 1) {
		my ($tag, $at, $length) = unpack 'a4 x4 N N',
		    substr $data, 12 + 16 * $i, 16;
		substr($data, $at, $length) = "\0" x $length
		    if $tag eq 'loca';
	}
	return $data;
}
sub image {
	my (%more) = @_;
	add_object(1, { '/Type' => '/XObject', '/Subtype' => '/Image',
	    '/ColorSpace' => '/DeviceRGB', '/BitsPerComponent' => 8, %more });
}

# Pages are drawn again only where something of them was broken ($draws).
# What is broken, the clause that must be named, how, and as what it is judged.
our @all = (
# The file as bytes.
['A 6.1.2-1', '6.1.2', sub { bytes(qr/\A/, ' ') }],
['A 6.1.2-2', '6.1.2', sub { bytes(qr/\n%..../, "\n%abcd") }],
['A 6.1.3-1', '6.1.3', sub { delete $pdf->{trailer}{'/ID'} }],
['A 6.1.3-2', '6.1.3', sub { $pdf->{trailer}{'/Encrypt'} = {} }],
['A 6.1.3-3', '6.1.3', sub { bytes(qr/\z/, 'more') }],
['A 6.1.4-1', '6.1.4', sub { bytes(qr/\nstartxref\n\d+/,
    "\nstartxref\n15") }],
['A 6.1.4-1', '6.1.4', sub { bytes(qr/\/Type \/XRef\n/,
    "/Type /XRef\n/Prev 15\n") }],
['A 6.1.4-1', '6.1.9', sub { bytes(qr/\n1?\d\d? 0 obj\n/, sub {
    "\nstartxref\n0\n%%EOF$&" }) }],
['A 6.1.6-1', '6.1.6', sub { inside(qr/\/Alt <FE/, '/Alt <F') }],
['A 6.1.6-2', '6.1.6', sub { inside(qr/\/Alt <FE/, '/Alt <XE') }],
['A 6.1.7.1-1', '6.1.7.1', sub { bytes(qr/\/Length (\d)(?=\d*\n)/,
    sub { '/Length ' . ($1 % 9 + 1) }) }],
['A 6.1.7.1-2', '6.1.7.1', sub { bytes(qr/\nstream\n/, "\nstream\r") }],
['A 6.1.7.1-3', '6.1.7.1', sub { $pdf->get(catalog()->{'/Metadata'})->{'/F'} =
    'u:elsewhere' }],
['A 6.1.7.2-1', '6.1.7.2', sub { subtype('XML')->{'/Filter'} = '/LZWDecode' }],
['A 6.1.8-1', '6.1.8', sub { inside(qr/\/S \/Sect/, '/S /S#ff#ff') }],
['A 6.1.9-1', '6.1.9', sub { bytes(qr/\n(\d+) 0 obj\n/, sub {
    "\n$1 0  obj\n" }) }],
['A 6.1.9-1', '6.1.9', sub { bytes(qr/endobj\n/, "endobj\n\n% more\n") }],
['A 6.1.9-1', '6.1.9', sub { bytes(qr/\nendstream\nendobj/,
    "\nendstream\n\n\nendobj") }],
['A 6.1.9-1', '6.1.9', sub { bytes(qr/\n(?=\d+ 0 obj\n)/, "\n% more\n") }],
['A 6.1.9-1', '6.1.9', sub { inside(qr/\/S \/Sect/, '/S /Sect )') }],
['A 6.1.9-1', '6.1.9', sub { bytes(qr/\/ParentTreeNextKey \d+/,
    '/ParentTreeNextKey 1.2.3') }],
['A 6.1.13-1', '6.1.13', sub { bytes(qr/\/ParentTreeNextKey \d+/,
    '/ParentTreeNextKey 2147483648') }],
['A 6.1.13-2', '6.1.13', sub { bytes(qr/\/ParentTreeNextKey \d+/,
    '/ParentTreeNextKey 9' . '0' x 39 . '.5') }],
['A 6.1.13-3', '6.1.13', sub { inside(qr/\/Alt </, '/Alt <' . '00' x 32767) }],
['A 6.1.13-3', '6.1.13', sub { inside(qr/\/Alt <[^>]*>/,
    '/Alt (' . 'a' x 32768 . ')') }],
['A 6.1.13-4', '6.1.13', sub { inside(qr/\/S \/Sect/, '/S /' . 'S' x 128) }],
['A 6.1.13-5', '6.1.13', sub { bytes(qr/\/ParentTreeNextKey \d+/,
    '/ParentTreeNextKey .' . '0' x 40 . '1') }],
['A 6.1.13-7', '6.1.13', sub { bytes(qr/(?<=\/XRef\n)\/Size \d+/,
    '/Size 8388609') }],
# Its references and what is packed (ISO 32000-1).
['32000 7.5.7', '32000 7.5.7', sub { bytes(qr/\/N \d+/, '/N 7') }],
['32000 7.5.8-1', '32000 7.5.8', sub { references(sub {
    my ($one) = grep { $_->[0] == 2 } @{ $_[0] }; $one->[2]++ }) }],
['32000 7.5.8-2', '32000 7.5.8', sub { references(sub {
    push @{ $_[0] }, [2, 1, 0] }) }],
['32000 7.5.8-3', '32000 7.5.8', sub { references(sub {
    $_[0][0] = [3, 0, 0] }) }],
['32000 12.8.1', '32000 12.8.1', sub { inside(qr/\/S \/Sect/,
    '/S /Sect /ByteRange [0 1 2 3]') }],
['A 6.1.13-8', '6.1.13', sub { content(qr/\A/, "q\n" x 29 . "Q\n" x 29) }],
['A 6.1.13-11', '6.1.13', sub { page()->{'/MediaBox'} = [0, 0, 2, 20] }],
['A 6.1.13-12', '6.1.13', sub { page()->{'/UserUnit'} = 2 }],
['32000 14.4', '32000 14.4', sub { $pdf->{trailer}{'/ID'}[1] = 'b:00' }],
# Drawing.
['A 6.2.2-1', '6.2.2', sub { content(qr/\nEMC\n/, "\n1 xy\nEMC\n") }],
['A 6.2.2-2', '6.2.2', sub { delete page()->{'/Resources'} }],
['A 6.2.3-1', '6.2.3', sub { edit(type('OutputIntent')->{'/DestOutputProfile'},
    qr/RGB /, 'LAB ') }],
['A 6.2.3-1', '6.2.3', sub { edit(type('OutputIntent')->{'/DestOutputProfile'},
    qr/mntr/, 'scnr') }],
['A 6.2.3-2', '6.2.3', sub { push @{catalog()->{'/OutputIntents'}},
    catalog()->{'/OutputIntents'}[0] }],
['A 6.2.3-3', '6.2.3', sub { type('OutputIntent')->{'/DestOutputProfileRef'} =
    {} }],
['A 6.2.4.3-2', '6.2.3', sub { type('OutputIntent')->{'/S'} = '/GTS_PDFX' }],
['A 6.2.4.3-3', '6.2.4', sub { content(qr/\nEMC\n/, "\n0 0 0 1 k\nEMC\n") }],
['A 6.2.4.3-4', '6.2.3', sub { delete catalog()->{'/OutputIntents'} }],
['A 6.2.5-1', '6.2.5', sub { add_object(1, { '/Type' => '/ExtGState',
    '/TR' => '/Identity' }) }],
['A 6.2.5-2', '6.2.5', sub { add_object(1, { '/Type' => '/ExtGState',
    '/TR2' => '/Identity' }) }],
['A 6.2.5-3', '6.2.5', sub { add_object(1, { '/Type' => '/ExtGState',
    '/HTP' => [0, 0] }) }],
['A 6.2.6-1', '6.2.6', sub { image('/Intent' => '/Own') }],
['A 6.2.8-1', '6.2.8', sub { image('/Alternates' => []) }],
['A 6.2.8-2', '6.2.8', sub { image('/OPI' => {}) }],
['A 6.2.8-3', '6.2.8', sub { image('/Interpolate' => 1) }],
['A 6.2.8-4', '6.2.8', sub { image('/BitsPerComponent' => 3) }],
['A 6.2.2-2', '6.2.2', sub { content(qr/\nEMC\n/, "\n/Own gs\nEMC\n") }],
['A 6.2.2-2', '6.2.2', sub { content(qr/\nEMC\n/, "\n/Own Do\nEMC\n") }],
['A 6.2.2-3', '6.2.2', sub { content(qr/\A/, "Q\n") }],
['A 6.2.2-3', '32000 9.4', sub { content(qr/\A/, "ET\n") }],
['A 6.2.3-1', '6.2.3', sub { edit(type('OutputIntent')->{'/DestOutputProfile'},
    qr/acsp/, 'spca') }],
['A 6.2.3-1', '6.2.3', sub { edit(type('OutputIntent')->{'/DestOutputProfile'},
    qr/\A(.{8})./s, sub { "$1\5" }) }],
['A 6.2.3-1', '6.2.3', sub { edit(type('OutputIntent')->{'/DestOutputProfile'},
    qr/.\z/s, '') }],
['A 6.2.3-4', '6.2.3', sub {
    delete type('OutputIntent')->{'/OutputConditionIdentifier'} }],
['A 6.2.4.2-2', '6.2.4.2', sub { add_object(1, { '/Type' => '/ExtGState',
    '/op' => JSON::PP::true }) }],
['A 6.2.4.4', '6.2.4', sub { page()->{'/Resources'}{'/ColorSpace'} = {
    '/C' => ['/DeviceN', [], '/DeviceRGB', {}] } }],
['A 6.2.5-4', '6.2.5', sub { add_object(1, { '/Type' => '/ExtGState',
    '/HT' => {} }) }],
['A 6.2.10-3', '6.2.10', sub { add_object(1, { '/Type' => '/ExtGState',
    '/SMask' => {} }) }],
['A 6.2.10-4', '6.2.10', sub { add_object(1, { '/Type' => '/ExtGState',
    '/ca' => 1.5 }) }],
['A 6.2.4.2-1', '6.2.4', sub { image('/ColorSpace' => ['/ICCBased', {}]) }],
['A 6.2.9-1', '6.2.9', sub { add_object(1, { '/Type' => '/XObject',
    '/Subtype' => '/Form' }) }],
['A 6.2.9-3', '6.2.9', sub { add_object(1, { '/Type' => '/XObject',
    '/Subtype' => '/PS' }) }],
['A 6.2.10-1', '6.2.10', sub { add_object(1, { '/Type' => '/ExtGState',
    '/BM' => '/Own' }) }],
['A 6.2.10-2', '6.2.10', sub { page()->{'/Group'} = { '/S' =>
    '/Transparency' } }],
# Fonts.
['A 6.2.11.2-1', '6.2.11.2', sub { font()->{'/Type'} = '/Fond' }],
['A 6.2.11.2-2', '6.2.11', sub { font()->{'/Subtype'} = '/Type3' }],
['A 6.2.11.2-3', '32000 9.6.4', sub { font()->{'/BaseFont'} = '/Lato' }],
['A 6.2.11.3.1-1', '6.2.11.3.1', sub { delete cid()->{'/CIDSystemInfo'} }],
['A 6.2.11.3.2-1', '6.2.11.3.2', sub { delete cid()->{'/CIDToGIDMap'} }],
['A 6.2.11.3.3-1', '6.2.11', sub { font()->{'/Encoding'} = '/Own-H' }],
['A 6.2.11.4.1-1', '6.2.11.4',
    sub { delete $pdf->get(cid()->{'/FontDescriptor'})->{'/FontFile2'} }],
['A 6.2.11.4.1-2', '6.2.11.4', sub { content(qr/\[<..../, '[<FFF0') }],
['A 6.2.11.4.2-2', '6.2.11.4.2',
    sub { $pdf->get(cid()->{'/FontDescriptor'})->{'/CIDSet'} = '1 0 R' }],
['A 6.2.11.5-1', '6.2.11.5', sub { cid()->{'/W'} = []; cid()->{'/DW'} = 10 }],
['A 6.2.11.7.2-1', '6.2.11.7', sub { delete font()->{'/ToUnicode'} }],
['A 6.2.11.7.2-2', 'UA 7.21.7', sub { edit(font()->{'/ToUnicode'},
    qr/(?<=beginbfchar\n<....> )<....>/, '<FEFF>') }],
['A 6.2.11.7.3-1', '6.2.11.7.3', sub { edit(font()->{'/ToUnicode'},
    qr/(?<=beginbfchar\n<....> )<....>/, '<E001>') }],
['A 6.2.11.8-1', '6.2.11.8', sub { content(qr/\[<..../, '[<0000') }],
['A 6.2.11.3.1-1', '6.2.11.3.1', sub {
    delete $pdf->get(cid()->{'/CIDSystemInfo'})->{'/Ordering'} }],
['A 6.2.11.4.1-2', '6.2.11.4.1', sub { edit($pdf->get(cid()
    ->{'/FontDescriptor'})->{'/FontFile2'}, qr/\A.*\z/s, sub {
    no_outlines($&) }) }],
['32000 9.9', '32000 9.9', sub { font(); $pdf->get($pdf->get(cid()
    ->{'/FontDescriptor'})->{'/FontFile2'})->{'/Length1'}++ }],
['32000 9.8-1', '32000 9.8', sub { font();
    delete $pdf->get(cid()->{'/FontDescriptor'})->{'/CapHeight'} }],
['32000 9.8-2', '32000 9.8', sub { font();
    $pdf->get(cid()->{'/FontDescriptor'})->{'/FontName'} = '/Own' }],
['32000 9.8.2', '32000 9.8.2', sub { font();
    $pdf->get(cid()->{'/FontDescriptor'})->{'/Flags'} = 36 }],
['32000 9.7.6', '32000 9.7.6', sub { cid()->{'/BaseFont'} = '/Own' }],
['32000 9.10.3', '32000 9.10.3', sub { edit(font()->{'/ToUnicode'},
    qr/beginbfchar\n/, sub { $& . "<0001> <0041>\n" x 101 }) }],
# Annotations, fields, actions.
['A 6.3.1-1', '6.3.1', sub { subtype('Link')->{'/Subtype'} = '/Movie' }],
['A 6.3.2-1', '6.3.2', sub { delete subtype('Link')->{'/F'} }],
['A 6.3.2-2', '6.3.2', sub { subtype('Link')->{'/F'} = 260 }],
['A 6.3.3-1', '6.3.3', sub { subtype('Widget')->{'/Rect'} = [0, 0, 9, 9] }],
['A 6.3.3-2', '6.3.3', sub { subtype('Widget')->{'/AP'} = {} }],
['A 6.3.3-2', '6.3.3', sub { subtype('Link')->{'/AP'} = {} }],
['A 6.4', '6.4', sub { }, sealed => 0],
['A 6.4.1-1', '6.4.1', sub { subtype('Widget')->{'/A'} = {} }],
['A 6.4.1-2', '6.5.2', sub { subtype('Widget')->{'/AA'} = {} }],
['A 6.4.1-3', '6.4.1', sub { catalog()->{'/AcroForm'}{'/NeedAppearances'} =
    1 }],
['A 6.4.2-1', '6.4.2', sub { catalog()->{'/AcroForm'}{'/XFA'} = [] }],
['A 6.4.2-2', '6.1', sub { catalog()->{'/NeedsRendering'} = 1 }],
['A 6.4.3-1', '6.4.3', sub { type('Sig')->{'/ByteRange'} = [0, 10, 20, 30] }],
['A 6.4.3-1', '6.4.3', sub { my $sig = type('Sig'); $sig->{'/ByteRange'} =
    [0, 10, 20, length($pdf->{bytes}) - 20] }],
['A 6.4.3-4', 'PAdES', sub { type('Sig')->{'/SubFilter'} =
    '/adbe.pkcs7.detached' }],
['A 6.4.3-5', 'seal', sub { delete catalog()->{'/AcroForm'} }],
['A 6.4.3-6', 'seal', sub { catalog()->{'/AcroForm'}{'/SigFlags'} = 1 }],
['A 6.4.3-7', 'seal', sub { push @{ catalog()->{'/AcroForm'}{'/Fields'} },
    catalog()->{'/AcroForm'}{'/Fields'}[0] }],
['A 6.5.1-1', '6.5.1', sub { subtype('Link')->{'/A'} = { '/S' =>
    '/JavaScript' } }],
['A 6.5.1-2', '6.5.1', sub { subtype('Link')->{'/A'} = { '/S' => '/Named' } }],
['A 6.5.2-1', '6.5.2', sub { catalog()->{'/AA'} = {} }],
['A 6.5.2-2', '6.5.2', sub { page()->{'/AA'} = {} }],
# Metadata.
['A 6.6.2.1-1', 'UA 7.1', sub { delete catalog()->{'/Metadata'} }],
['A 6.6.2.1-2', '6.6.2.1', sub { xmp(qr/<\?xpacket /, '<?xpacket bytes="9" ') }],
['A 6.6.2.1-3', '6.6.2.1', sub { xmp(qr/id="W5M/, 'encoding="x" id="W5M') }],
['A 6.6.2.1-4', '6.6.2.1', sub { xmp(qr{</dc:title>}, '') }],
['A 6.6.2.1-4', '6.6.2.1', sub { xmp(qr{<dc:format>}, '<dc:format>&x;') }],
['A 6.6.2.3-1', '6.6.2.3', sub { xmp(qr{<dc:format>}, '<dc:own/><dc:format>') }],
['A 6.6.2.3-2', '6.6.2.3', sub { xmp(qr{aiim.org/pdfa/ns/extension/},
    'aiim.org/pdfa/ns/other/') }],
['A 6.6.2.3-3', '6.6.2.3', sub { xmp(qr{<pdfaSchema:prefix>pdfuaid},
    '<pdfaSchema:prefix>own') }],
['A 6.6.2.3-4', '6.6.2.3', sub { xmp(qr{category>internal}, 'category>own') }],
['A 6.6.2.3-7', '6.6.2.3', sub { xmp(qr{<pdfaProperty:name>part},
    '<pdfaProperty:name>other') }],
['A 6.6.3-1', '6.6.3', sub { xmp(qr/<pdf:Producer>/, '<pdf:Producer>x') }],
['A 6.6.2.1-5', '6.6.2.1', sub { xmp(qr/<\?xpacket end.*/s, '') }],
['A 6.6.2.1-6', '6.6.2.1', sub { xmp(qr/<dc:format>/, "<dc:format>\xff") }],
['A 6.6.2.1-6', '6.6.2.1', sub { xmp(qr/<dc:format>/, "<dc:format>\x01") }],
['A 6.6.4-1', '6.6.4', sub { xmp(qr{<pdfaid:part>.*?</pdfaid:part>\n}, '') }],
['A 6.6.4-2', '6.6.4', sub { xmp(qr/<pdfaid:part>3/, '<pdfaid:part>1') }],
['A 6.6.4-3', '6.6.4', sub { xmp(qr/conformance>A/, 'conformance>B') }],
['A 6.6.4-4', '6.6.2.3', sub { xmp(qr{xmlns:pdfaid="http://www.aiim},
    'xmlns:pdfaid="http://www.other') }],
# Files inside, and what there is none of.
['A 6.8-1', '6.8', sub { delete type('EmbeddedFile')->{'/Subtype'} }],
['A 6.8-2', '6.8', sub { delete type('Filespec')->{'/UF'} }],
['A 6.8-3', '6.8', sub { delete type('Filespec')->{'/AFRelationship'} }],
['A 6.8-4', '6.8', sub { catalog()->{'/AF'} = [] }],
['A 6.8-1', '6.8', sub { }, part => 2],
['A 6.8-4', '6.8', sub { $pdf->at(catalog(), '/Names', '/EmbeddedFiles')
    ->{'/Names'} = [] }],
['A 6.8-5', '6.8', sub { delete attached()->{'/Params'}{'/ModDate'} }],
['A 6.8-6', '6.8', sub { attached()->{'/Params'}{'/Size'}++ }],
['32000 7.9.6', '32000 7.9.6', sub { push @{ $pdf->at(catalog(), '/Names',
    '/EmbeddedFiles')->{'/Names'} }, 'u:a', '1 0 R' }],
['A 6.9-1', '6.1', sub { catalog()->{'/OCProperties'} = {} }],
['A 6.10-1', '6.10', sub { $pdf->get(catalog()->{'/Names'})
    ->{'/AlternatePresentations'} = {} }],
['A 6.10-2', '6.10', sub { page()->{'/PresSteps'} = {} }],
['A 6.11-1', '6.11', sub { catalog()->{'/Requirements'} = [] }],
# PDF/UA: the document.
['UA 5-1', 'UA 5', sub { xmp(qr{<pdfuaid:part>1</pdfuaid:part>\n}, '') }],
['UA 5-2', 'UA 5', sub { xmp(qr/<pdfuaid:part>1/, '<pdfuaid:part>2') }],
['UA 5-3', '6.6.2.3', sub { xmp(qr{xmlns:pdfuaid="http://www.aiim},
    'xmlns:pdfuaid="http://www.other') }],
['UA 6.1-1', '6.1.2', sub { bytes(qr/\A%PDF-1.7/, '%PDF-2.0') }],
['UA 6.2-1', '6.7.2', sub { catalog()->{'/MarkInfo'}{'/Marked'} = 0 }],
['UA 7.1-1', 'UA 7.1', sub { content(qr/\nEMC\n/,
    "\n/Artifact BMC\nEMC\nEMC\n") }],
['UA 7.1-2', 'UA 7.1', sub { content(qr/\A/,
    "/Artifact BMC\n/P <</MCID 900>> BDC\nEMC\nEMC\n") }],
['UA 7.1-3', 'UA 7.1', sub { content(qr/\A/, "0 0 9 9 re\nf\n") }],
['UA 7.1-3', 'UA 7.1', sub { content(qr/\A/, "/P BMC\nEMC\n") }],
['UA 7.1-3', 'UA 7.1', sub { content(qr/\A/, "EMC\n") }],
['UA 7.1-3', 'UA 7.1', sub { content(qr/\z/, "\n/P <</MCID 900>> BDC\n") }],
['UA 7.1 marks', 'UA 7.1', sub { content(qr/\/\w+ <<\/MCID \d+>> BDC\n/,
    sub { $& . "EMC\n$&" }) }],
['UA 7.1-4', 'UA 7.1', sub { catalog()->{'/MarkInfo'}{'/Suspects'} = 1 }],
['UA 7.1-5', 'UA 7.1', sub { elem('Sect')->{'/S'} = '/Chapter' }],
['UA 7.1-6', 'UA 7.1', sub { type('StructTreeRoot')->{'/RoleMap'} = {
    '/A' => '/B', '/B' => '/A' } }],
['UA 7.1-9', '6.6.3', sub { xmp(qr{<dc:title>.*?</dc:title>}s, '') }],
['UA 7.1-9', 'UA 7.1', sub {
    delete $pdf->get($pdf->{trailer}{'/Info'})->{'/Title'} }],
['UA 7.1-10', 'UA 7.1', sub { catalog()->{'/ViewerPreferences'}
    {'/DisplayDocTitle'} = 0 }],
['UA 7.1-11', 'UA 7.1', sub { delete catalog()->{'/StructTreeRoot'} }],
['UA 7.1-12', '32000 14.7.2', sub { delete elem('Sect')->{'/P'} }],
['UA 7.1 marks', 'UA 7.1', sub { my $p = elem('P'); $p->{'/K'} = [777] }],
['UA 7.2-2', 'UA 7.1', sub { delete catalog()->{'/Lang'} }],
['UA 7.2-29', 'UA 7.2', sub { catalog()->{'/Lang'} = 'u:nederlands!' }],
['A 6.7.4-1', '6.7.4', sub { elem('P')->{'/Lang'} = 'u:nl_NL' }],
['A 6.7.3-1', '6.7.3', sub { elem('Figure')->{'/Alt'} = "u:\x{e000}" }],
['UA 7.1 words', 'UA 7.1', sub { elem('P')->{'/ActualText'} = 'u: ' }],
['UA 7.2 language', 'UA 7.2', sub { catalog()->{'/Lang'} = 'u:de-DE' }],
['32000 14.8.4.2', '32000 14.8.4.2', sub {
    elem('Document')->{'/S'} = '/Sect' }],
['UA 7.8-1', 'UA 7.8', sub { content(qr/\/Type \/Layout/, '') }],
['UA 7.12', 'UA 7.12', sub { catalog()->{'/Threads'} = [] }],
['UA 7.17-1', 'UA 7.17', sub { delete catalog()->{'/Outlines'} }],
['UA 7.17-2', 'UA 7.17', sub { bookmark()->{'/Title'} = 'u:' }],
['UA 7.17-3', 'UA 7.17', sub { bookmark()->{'/Dest'} = [] }],
['32000 12.3.3-1', '32000 12.3.3', sub { delete bookmark()->{'/Parent'} }],
['32000 12.3.3-2', '32000 12.3.3', sub {
    delete $pdf->get(catalog()->{'/Outlines'})->{'/Last'} }],
['32000 12.3.3-3', '32000 12.3.3', sub {
    $pdf->get(catalog()->{'/Outlines'})->{'/Count'}++ }],
# Tables, lists, contents.
['UA 7.2-3', 'UA 7.2', sub { elem('TBody')->{'/S'} = '/P' }],
['UA 7.2-4', 'UA 7.2', sub { elem('THead')->{'/S'} = '/Sect' }],
['UA 7.2-5', 'UA 7.2', sub { elem('Sect')->{'/S'} = '/THead' }],
['UA 7.2-6', 'UA 7.2', sub { elem('Sect')->{'/S'} = '/TBody' }],
['UA 7.2-7', 'UA 7.2', sub { elem('Sect')->{'/S'} = '/TFoot' }],
['UA 7.2-8', 'UA 7.2', sub { elem('P')->{'/S'} = '/TH' }],
['UA 7.2-9', 'UA 7.2', sub { elem('P')->{'/S'} = '/TD' }],
['UA 7.2-10', 'UA 7.2', sub { elem('TD')->{'/S'} = '/P' }],
['UA 7.2-11', 'UA 7.2', sub { elem('TBody')->{'/S'} = '/THead' }],
['UA 7.2-14', 'UA 7.2', sub { my $t = elem('Table');
    $t->{'/K'} = [grep { $pdf->get($_)->{'/S'} ne '/TBody' } @{$t->{'/K'}}] }],
['UA 7.2-16', 'UA 7.2', sub { elem('TR')->{'/S'} = '/Caption' }],
['UA 7.2-42', 'UA 7.2', sub { pop @{elem('TR')->{'/K'}} }],
['UA 7.2-43', 'UA 7.2', sub { elem('TD')->{'/A'} = { '/O' => '/Table',
    '/RowSpan' => 2 } }],
['UA 7.2-17', 'UA 7.2', sub { elem('L')->{'/S'} = '/Sect' }],
['UA 7.2-18', 'UA 7.2', sub { elem('P')->{'/S'} = '/LBody' }],
['UA 7.2-19', 'UA 7.2', sub { elem('LI')->{'/S'} = '/P' }],
['UA 7.2-20', 'UA 7.2', sub { elem('LBody')->{'/S'} = '/P' }],
['UA 7.2-26', 'UA 7.2', sub { elem('TOC')->{'/S'} = '/Sect' }],
['UA 7.2-27', 'UA 7.2', sub { elem('TOCI')->{'/S'} = '/P' }],
['UA 7.2 TOCI', 'UA 7.2', sub { elem('Reference')->{'/S'} = '/H1' }],
['UA 7.6', 'UA 7.6', sub { elem('L')->{'/A'} = { '/O' => '/List',
    '/ListNumbering' => '/Own' } }],
# Figures, headings, headers of tables, notes.
['UA 7.3-1', 'UA 7.3', sub { delete elem('Figure')->{'/Alt'} }],
['UA 7.3 box', 'UA 7.3', sub { delete elem('Figure')->{'/A'} }],
['UA 7.4.2-1', 'UA 7.4.2', sub { elem('H2')->{'/S'} = '/H4' }],
['UA 7.4.2-2', 'UA 7.4.2', sub { elem('H1')->{'/S'} = '/H2' }],
['UA 7.4.4-1', 'UA 7.1', sub { elem('H2')->{'/S'} = '/H' }],
['UA 7.5-1', 'UA 7.5', sub { delete elem('TH')->{'/A'} }],
['UA 7.5 cells', 'UA 7.5', sub { for my $n (0 .. 200) {
    my $th = eval { elem('TH', $n) } or last;
    delete $th->{'/A'} } }],
['UA 7.5 heads', 'UA 7.5', sub { while (my $th = eval { elem('TH') }) {
    $th->{'/S'} = '/TD' } }],
['UA 7.7-1', 'UA 7.1', sub { elem('P')->{'/S'} = '/Formula' }],
['UA 7.9-1', 'UA 7.9', sub { elem('P')->{'/S'} = '/Note' }],
['UA 7.9-2', 'UA 7.9', sub { for my $p (elem('P'), elem('P', 1)) {
    $p->{'/S'} = '/Note'; $p->{'/ID'} = 'u:n' } }],
['UA 7.11-1', '6.8', sub { type('Filespec')->{'/F'} = 'u:' }],
# Annotations.
['UA 7.18.1-1', 'UA 7.18.1', sub { delete subtype('Link')->{'/StructParent'} }],
['UA 7.18.1-3', 'UA 7.18.1', sub { delete subtype('Widget')->{'/TU'} }],
['UA 7.18.2-1', '6.3.1', sub { subtype('Link')->{'/Subtype'} = '/TrapNet' }],
['UA 7.18.3-1', 'UA 7.18.3', sub { page()->{'/Tabs'} = '/R' }],
['UA 7.18.4-1', 'UA 7.18.1', sub { elem('Form')->{'/S'} = '/Div' }],
['UA 7.18.4-2', 'UA 7.18.4', sub { push @{elem('Form')->{'/K'}}, 901 }],
['UA 7.18.5-1', 'UA 7.18.1', sub { elem('Link')->{'/S'} = '/Span' }],
['UA 7.18.5-1', 'UA 7.18.5', sub { elem('Link')->{'/K'} = [] }],
['UA 7.18.5-2', 'UA 7.18.5', sub { delete subtype('Link')->{'/Contents'} }],
['32000 12.3.2', '32000 12.3.2', sub { my $l = subtype('Link');
    delete $l->{$_} for qw(/A /Dest) }],
['32000 12.6.4.7', '32000 12.6.4.7', sub { subtype('Link')->{'/A'} = {
    '/S' => '/URI', '/URI' => 'u:not an address' } }],
['32000 12.6.4.8', '32000 12.6.4.8', sub { subtype('Link')->{'/A'} = {
    '/S' => '/URI', '/URI' => 'u:https://a.example/',
    '/IsMap' => JSON::PP::true } }],
['32000 12.5.2', '32000 12.5.2', sub { subtype('Link')->{'/Rect'} =
    [-9, -9, 0, 0] }],
['WCAG 1.4.3', 'WCAG 1.4.3', sub { content(qr/.+/s,
    sub { $& =~ s/^[\d.]+ [\d.]+ [\d.]+ rg$/0.9 0.9 0.9 rg/mgr }) }],
);

1;
