# SPDX-License-Identifier: Apache-2.0
package Metadata;

# The rules about XMP: its XML, the schemas that it uses, what it says of the
# file, and that the Info dictionary says the same.
use strict;
use warnings;

my ($pdf, $fault);

sub want($@) {
	my ($good, @words) = @_;
	$fault->(@words) unless $good;
	return $good;
}

sub unescape {
	my ($text) = @_;
	my %named = (amp => '&', lt => '<', gt => '>', quot => '"');
	$text =~ s/&(\w+);/$named{$1}/g;
	utf8::decode($text);
	return $text;
}

sub check {
	($pdf, my $part, $fault) = @_;
	my $ref = $pdf->catalog->{'/Metadata'};
	my $dict = $pdf->get($ref);
	my $xmp = $pdf->stream($ref) // '';
	want(!exists $dict->{'/Filter'}, '6.6.2', 'metadata are filtered');
	want($dict->{'/Subtype'} eq '/XML', '6.6.2', 'no XML');
	want($xmp =~ /\A<\?xpacket begin="[^"]*" id="[^"]*"\?>/, '6.6.2.1',
	    'packet'); # neither bytes nor encoding
	want($xmp =~ /<\?xpacket end="[rw]"\?>\s*\z/, '6.6.2.1', 'its end');
	want(utf8::decode(my $copy = $xmp), '6.6.2.1', 'no UTF-8');
	want($xmp !~ /[\x00-\x08\x0b\x0c\x0e-\x1f]/, '6.6.2.1', 'controls');
	my ($is) = $xmp =~ m{<pdfaid:part>(\d)</pdfaid:part>};
	want(($is // 0) == $part, '6.6.4', 'part ', $is // 'none');
	want($xmp =~ m{<pdfaid:conformance>A<}, '6.6.4', 'level');
	want($xmp =~ m{<pdfuaid:part>1<}, 'UA 5', 'PDF/UA');
	check_well_formed($xmp);
	check_names($xmp);
	my ($language) = $xmp =~ m{<dc:language>.*?<rdf:li>(.*?)</rdf:li>}s;
	want(($language // '') eq (Pdf::text($pdf->catalog->{'/Lang'} // '')
	    // ''), 'UA 7.2', 'their language: ', $language // 'none');
	compare_info($xmp);
}

# XML 1.0, 2.1: what begins ends, in its order.
sub check_well_formed {
	my ($xmp) = @_;
	my @open;
	while ($xmp =~ m{\G(?:[^<&]|&(?:amp|lt|gt|quot|apos);|<\?.*?\?>
	    |<(/?)([A-Za-z][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(/?)>)}gcxs) {
		my ($ends, $name, undef, $empty) = ($1, $2, $3, $4);
		next unless defined $name;
		if ($ends) {
			my $began = pop @open // '';
			want($began eq $name, '6.6.2.1',
			    "$name does not end what began");
		} elsif (!$empty) {
			push @open, $name;
		}
	}
	want(!@open && (pos($xmp) // 0) == length $xmp, '6.6.2.1',
	    'no well-formed XML');
}

# Prefixes that PDF/A knows, each with what it stands for.
my %schema = (
	dc => 'http://purl.org/dc/elements/1.1/',
	xmp => 'http://ns.adobe.com/xap/1.0/',
	pdf => 'http://ns.adobe.com/pdf/1.3/',
	pdfaid => 'http://www.aiim.org/pdfa/ns/id/',
	pdfuaid => 'http://www.aiim.org/pdfua/ns/id/',
	pdfaExtension => 'http://www.aiim.org/pdfa/ns/extension/',
	pdfaSchema => 'http://www.aiim.org/pdfa/ns/schema#',
	pdfaProperty => 'http://www.aiim.org/pdfa/ns/property#',
	rdf => 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
	x => 'adobe:ns:meta/',
);
my %known = (
	dc => qr/^(title|creator|description|language|format)$/,
	xmp => qr/^(CreateDate|ModifyDate|CreatorTool)$/,
	pdf => qr/^(Producer|Keywords)$/,
	pdfaid => qr/^(part|conformance)$/,
	pdfaExtension => qr/^schemas$/,
	pdfaSchema => qr/^(schema|namespaceURI|prefix|property)$/,
	pdfaProperty => qr/^(name|valueType|category|description)$/,
	rdf => qr/^(RDF|Description|Bag|Seq|Alt|li)$/,
	x => qr/^xmpmeta$/,
);

# Each name is of a schema that PDF/A knows, or that the file describes.
sub check_names {
	my ($xmp) = @_;
	my %described;
	while ($xmp =~ m{<pdfaSchema:schema>[^<]+</pdfaSchema:schema>
	    <pdfaSchema:namespaceURI>([^<]+)</pdfaSchema:namespaceURI>
	    <pdfaSchema:prefix>([^<]+)</pdfaSchema:prefix>
	    <pdfaSchema:property><rdf:Seq>(.*?)</rdf:Seq>}gxs) {
		my ($uri, $prefix, $list) = ($1, $2, $3);
		want(($schema{$prefix} // '') eq $uri, '6.6.2.3',
		    "$prefix is described as $uri");
		$described{"$prefix:$_"} = 1 for $list =~ m{
		    <pdfaProperty:name>([^<]+)</pdfaProperty:name>
		    <pdfaProperty:valueType>(?:Integer|Text)</pdfaProperty:valueType>
		    <pdfaProperty:category>(?:internal|external)
		    </pdfaProperty:category>
		    <pdfaProperty:description>[^<]+<}gx;
	}
	while ($xmp =~ m{xmlns:(\w+)="([^"]*)"}g) {
		my ($prefix, $uri) = ($1, $2);
		want(($schema{$prefix} // '') eq $uri, '6.6.2.3',
		    "the prefix $prefix: $uri");
	}
	for ($xmp =~ m{<(\w+:\w+)}g) {
		my ($prefix, $name) = split /:/;
		want($described{$_} || exists $known{$prefix} &&
		    $name =~ $known{$prefix}, '6.6.2.3', "$_ is in no schema");
	}
}

sub compare_info {
	my ($xmp) = @_;
	my $info = $pdf->get($pdf->{trailer}{'/Info'});
	my %same = (
		'/Title' => qr{<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>}s,
		'/Author' => qr{<dc:creator>.*?<rdf:li>(.*?)</rdf:li>}s,
		'/Subject' => qr{<dc:description>.*?<rdf:li[^>]*>(.*?)</rdf:li>}s,
		'/Keywords' => qr{<pdf:Keywords>(.*?)</pdf:Keywords>}s,
		'/Producer' => qr{<pdf:Producer>(.*?)</pdf:Producer>}s,
		'/Creator' => qr{<xmp:CreatorTool>(.*?)</xmp:CreatorTool>}s,
		'/CreationDate' => qr{<xmp:CreateDate>(.*?)</xmp:CreateDate>}s,
		'/ModDate' => qr{<xmp:ModifyDate>(.*?)</xmp:ModifyDate>}s,
	);
	for my $key (sort keys %same) {
		my $text = Pdf::text($info->{$key}) // '';
		my ($other) = $xmp =~ $same{$key};
		$text =~ s{^D:(....)(..)(..)(..)(..)(..)(...)'(..)'?$}
		    {$1-$2-$3T$4:$5:$6$7:$8} if $key =~ /Date$/;
		want(unescape($other // '') eq $text, '6.6.3',
		    "$key \"$text\", XMP \"", $other // 'none', '"');
		want($text ne '' || $key eq '/Keywords', 'UA 7.1', "no $key")
		    unless $key eq '/Subject';
	}
}

1;
