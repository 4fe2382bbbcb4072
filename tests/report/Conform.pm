# SPDX-License-Identifier: Apache-2.0
package Conform;

# What PDF/A-2a or PDF/A-3a and PDF/UA-1 ask of the kind of file that Patchwacht
# writes: its objects, its catalogue, its annotations and its seal. What such a
# file never has (optional content, media, forms to fill in) is refused as a
# whole. The file rules beside this one says which rule is checked where.
use strict;
use warnings;
use Bytes;
use Drawing;
use Metadata;
use Places;
use Structure;

my ($pdf, $part, $sealed, $fault);

sub want($@) {
	my ($good, @words) = @_;
	$fault->(@words) unless $good;
	return $good;
}

# What holds of every object.
sub check_objects {
	my @id = $pdf->list($pdf->{trailer}{'/ID'});
	want(@id == 2, '6.1.3', 'no ID in the trailer');
	# Nobody changed it since it was made.
	want(@id != 2 || $id[0] eq $id[1] && length Pdf::text($id[0]) == 16,
	    '32000 14.4', 'which file it is');
	want(!exists $pdf->{trailer}{'/Encrypt'}, '6.1.3', 'encrypted');
	while (my ($ref, $object) = each %{$pdf->{objects}}) {
		my $dict = $object->{stream} ? $object->{stream}{dict}
		    : $object->{value};
		check_object($ref, $dict, exists $object->{stream});
	}
}

sub check_object {
	my ($ref, $dict, $stream) = @_;
	return unless ref $dict eq 'HASH';
	if ($stream) {
		my @filters = $pdf->list($dict->{'/Filter'});
		want(!(grep { !/^\/(FlateDecode|DCTDecode)$/ } @filters),
		    '6.1.7.2', "$ref: filter @filters");
		want(!exists $dict->{$_}, '6.1.7.1', "$ref: $_")
		    for qw(/F /FFilter /FDecodeParms);
	}
	want(!exists $dict->{'/AA'}, '6.5.2', "$ref: acts by itself");
	my $kind = $dict->{'/S'} // '';
	want($kind !~ m{^/(JavaScript|Launch|Sound|Movie|ResetForm|ImportData
	    |Hide|SetOCGState|Rendition|Trans|GoTo3DView|SubmitForm)$}x,
	    '6.5.1', "$ref: action $kind");
	if (($dict->{'/Type'} // '') eq '/ExtGState') {
		want(($dict->{'/BM'} // '/Normal') =~ m{^/(Normal|Compatible)$},
		    '6.2.10', "$ref: blend mode");
		want(!exists $dict->{$_}, '6.2.5', "$ref: $_")
		    for qw(/TR /HTP);
		want(($dict->{'/TR2'} // '/Default') eq '/Default', '6.2.5',
		    "$ref: TR2");
		want(!exists $dict->{$_}, '6.2.5', "$ref: $_")
		    for qw(/HT /HTO);
		want(!$dict->{$_}, '6.2.4.2', "$ref: $_") for qw(/OP /op /OPM);
		want(($dict->{'/SMask'} // '/None') eq '/None', '6.2.10',
		    "$ref: a soft mask");
		want(!(grep { $_ < 0 || $_ > 1 } map { $dict->{$_} // 1 }
		    qw(/CA /ca)), '6.2.10', "$ref: how it covers");
	}
	my $group = $pdf->get($dict->{'/Group'});
	want(!(ref $group eq 'HASH') || exists $group->{'/CS'}, '6.2.10',
	    "$ref: a transparency group without a colour space");
	want(!exists $dict->{'/EF'} || $part == 3, '6.8',
	    "$ref: has a file inside");
	# Neither groups nor PostScript nor pages of others: only pictures.
	want(($dict->{'/Type'} // '') ne '/XObject' ||
	    ($dict->{'/Subtype'} // '') eq '/Image', '6.2.9',
	    "$ref: of no picture");
	my $language = Pdf::text($dict->{'/Lang'} // 'u:nl');
	want(($language // '') =~ /^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$/,
	    '6.7.4', "$ref: language");
	my $act = $pdf->get($dict->{'/A'});
	want($act->{'/S'} =~ m{^/(GoTo|URI)$}, '6.5.1', "$ref: acts")
	    if ref $act eq 'HASH' && exists $act->{'/S'};
	check_image($ref, $dict) if ($dict->{'/Subtype'} // '') eq '/Image';
	check_object($ref, $_, 0) for grep { ref eq "HASH" } values %$dict;
}

sub check_image {
	my ($ref, $dict) = @_;
	my $space = $pdf->get($dict->{'/ColorSpace'}) // '';
	want(!exists $dict->{$_}, '6.2.8', "$ref: $_")
	    for qw(/Alternates /OPI);
	want(!$dict->{'/Interpolate'}, '6.2.8', "$ref: interpolated");
	want(!ref $space && $space =~ m{^/Device(RGB|Gray)$}, '6.2.4',
	    "$ref: colours");
	want(($dict->{'/BitsPerComponent'} // 0) =~ /^(1|2|4|8)$/, '6.2.8',
	    "$ref: bits");
	want(($dict->{'/Intent'} // '/Perceptual') =~ m{^/(Perceptual|Saturation
	    |(Relative|Absolute)Colorimetric)$}x, '6.2.6', "$ref: intent");
}

sub check_catalog {
	my $c = $pdf->catalog;
	for my $key (qw(/Lang /MarkInfo /Metadata /OutputIntents
	    /StructTreeRoot /ViewerPreferences)) {
		want(exists $c->{$key}, 'UA 7.1', "no $key in the catalog");
	}
	want($pdf->at($c, '/MarkInfo', '/Marked'), '6.7.2', 'not marked');
	want(!$pdf->at($c, '/MarkInfo', '/Suspects'), 'UA 7.1', 'suspects');
	want($pdf->at($c, '/ViewerPreferences', '/DisplayDocTitle'),
	    'UA 7.1', 'the title is not shown');
	want((Pdf::text($c->{'/Lang'}) // '') =~ /^[a-z]{2}-[A-Z]{2}$/,
	    'UA 7.2', 'language');
	want(!exists $c->{$_}, '6.1', "$_ in the catalog")
	    for qw(/OpenAction /OCProperties /NeedsRendering /Perms);
	want(!exists $c->{'/Threads'}, 'UA 7.12', 'threads');
	want(!exists $c->{'/Requirements'}, '6.11', 'requirements');
	want(!defined $pdf->at($c, '/Names', '/AlternatePresentations'), '6.10',
	    'other presentations');
	my @intents = $pdf->list($c->{'/OutputIntents'});
	want(@intents == 1, '6.2.3', 'output intents');
	my $intent = $pdf->get($intents[0]);
	want($intent->{'/S'} eq '/GTS_PDFA1', '6.2.3', 'kind of intent');
	my $icc = $pdf->stream($intent->{'/DestOutputProfile'}) // '';
	want(substr($icc, 36, 4) eq 'acsp', '6.2.3', 'no colour profile');
	want(substr($icc, 16, 4) eq 'RGB ' &&
	    ($pdf->get($intent->{'/DestOutputProfile'})->{'/N'} // 0) == 3,
	    '6.2.3', 'the profile is not RGB');
	want(substr($icc, 12, 4) =~ /^(mntr|prtr)$/, '6.2.3',
	    'the profile is of no screen or printer');
	want(ord(substr $icc, 8, 1) < 5, '6.2.3', 'version of the profile');
	want(unpack('N', $icc . "\0\0\0\0") == length $icc, '6.2.3',
	    'the profile is torn');
	want((Pdf::text($intent->{'/OutputConditionIdentifier'}) // '') ne '',
	    '6.2.3', 'the intent has no name');
	want(!exists $intent->{'/DestOutputProfileRef'}, '6.2.3',
	    'a profile elsewhere');
	check_files($c);
}

# Attached files: none in part 2 but of PDF/A itself, which we never do.
sub check_files {
	my ($c) = @_;
	my @af = $pdf->list($c->{'/AF'});
	my @names = $pdf->list($pdf->at($c, '/Names', '/EmbeddedFiles',
	    '/Names'));
	my (%named, $last);
	while (@names) {
		my ($name, $spec) = splice @names, 0, 2;
		my $text = Pdf::text($name);
		want(!defined $last || $last lt $text, '32000 7.9.6',
		    'names out of order');
		$named{$spec} = $last = $text;
	}
	if ($part == 2) {
		want(!@af && !%named, '6.8', 'a file is attached');
		return;
	}
	want(@af > 0, 'bundle', 'nothing is attached');
	want(!(grep { !exists $named{$_} } @af), '6.8', 'not in the names');
	want(@af == keys %named, '6.8', 'not associated');
	check_attached($_) for @af;
}

sub check_attached {
	my ($ref) = @_;
	my $spec = $pdf->get($ref);
	my $name = Pdf::text($spec->{'/UF'}) // '?';
	want((Pdf::text($spec->{$_}) // '') ne '', '6.8', "$name: no $_")
	    for qw(/F /UF /Desc);
	want(($spec->{'/AFRelationship'} // '') =~
	    m{^/(Source|Data|Alternative|Supplement|Unspecified)$}, '6.8',
	    "$name: relationship");
	my $file = $spec->{'/EF'};
	$file = $pdf->get($file)->{'/F'} if defined $file;
	my $dict = $pdf->get($file) // {};
	want(($dict->{'/Subtype'} // '') =~ m{^/[-\w.+]+/[-\w.+]+$}, '6.8',
	    "$name: type");
	my $params = $pdf->get($dict->{'/Params'}) // {};
	want(exists $params->{'/ModDate'}, '6.8', "$name: no date");
	want(($params->{'/Size'} // -1) == length $pdf->stream($file), '6.8',
	    "$name: size");
}

sub check_annotations {
	for my $page ($pdf->pages) {
		my $dict = $pdf->get($page);
		want(($dict->{'/Tabs'} // '') eq '/S', 'UA 7.18.3', 'tabs');
		want(!exists $dict->{'/PresSteps'}, '6.10', 'presentation');
		want(ref $pdf->get($dict->{'/Resources'}) eq 'HASH', '6.2.2',
		    "$page: no resources of its own");
		want(!defined $pdf->at($dict, '/Resources', $_), '6.2.4',
		    "$page: $_") for qw(/ColorSpace /Pattern /Shading);
		want(!exists $dict->{'/UserUnit'}, '6.1.13',
		    "$page: units of its own");
		check_box($page, $_, $dict->{$_})
		    for grep { exists $dict->{$_} } qw(/MediaBox /CropBox
		    /BleedBox /TrimBox /ArtBox);
		check_annotation($pdf->get($_), $_)
		    for $pdf->list($dict->{'/Annots'});
	}
}

sub check_box {
	my ($page, $name, $box) = @_;
	my ($x0, $y0, $x1, $y1) = $pdf->list($box);
	want(!(grep { $_ < 3 || $_ > 14400 } $x1 - $x0, $y1 - $y0), '6.1.13',
	    "$page: $name");
}

sub check_annotation {
	my ($a, $ref) = @_;
	my $kind = $a->{'/Subtype'};
	want($kind =~ m{^/(Link|Widget)$}, '6.3.1', "$ref: $kind");
	# Printed; not invisible, hidden, without a view nor one by request.
	want((($a->{'/F'} // 0) & 0x127) == 4, '6.3.2', "$ref: flags");
	want(exists $a->{'/StructParent'}, 'UA 7.18.1', "$ref: not tagged");
	if ($kind eq '/Link') {
		want((Pdf::text($a->{'/Contents'}) // '') ne '', 'UA 7.18.5',
		    "$ref: a link without description");
		want(!exists $a->{'/AP'}, '6.3.3', "$ref: an appearance");
	} else {
		want((Pdf::text($a->{'/TU'}) // '') ne '', 'UA 7.18.1',
		    "$ref: a field without description");
		my @box = $pdf->list($a->{'/Rect'});
		want(!exists $a->{'/AP'} && $box[0] == $box[2] &&
		    $box[1] == $box[3], '6.3.3', "$ref: no appearance");
		want(!exists $a->{'/A'} && !exists $a->{'/AA'}, '6.4.1',
		    "$ref: a field that acts");
	}
}

# PAdES: one signature over all of the file but itself.
sub check_seal {
	my $form = $pdf->get($pdf->catalog->{'/AcroForm'});
	if (!$sealed) {
		want(!defined $form, '6.4', 'a form in a file without seal');
		return;
	}
	want(defined $form, 'seal', 'none') or return;
	want(!$form->{'/NeedAppearances'}, '6.4.1', 'appearances');
	want(!exists $form->{'/XFA'}, '6.4.2', 'XFA');
	want(($form->{'/SigFlags'} // 0) == 3, 'seal', 'flags');
	my @fields = $pdf->list($form->{'/Fields'});
	want(@fields == 1, 'seal', 'fields');
	my $value = $pdf->get($pdf->get($fields[0])->{'/V'});
	my @range = $pdf->list($value->{'/ByteRange'});
	want(@range == 4 && $range[0] == 0 &&
	    $range[2] + $range[3] == length $pdf->{bytes}, '6.4.3',
	    'not over the whole file');
	want($value->{'/SubFilter'} eq '/ETSI.CAdES.detached', 'PAdES',
	    'kind of signature');
	my $gap = substr $pdf->{bytes}, $range[1], $range[2] - $range[1];
	want($gap =~ /\A<[0-9a-fA-F]+>\z/, '6.4.3', 'what is left out');
}

# fault is called with a clause and words for each rule that does not hold.
# Returns what pages draw; who has that of the same pages, and who knows that
# the bytes are right, may give it.
sub check {
	($pdf, $part, $sealed, $fault, my $drawn, my $bytes_hold) = @_;
	Bytes::check($pdf, $fault) unless $bytes_hold;
	check_objects();
	check_catalog();
	Metadata::check($pdf, $part, $fault);
	check_annotations();
	Places::check($pdf, $fault);
	check_seal();
	$drawn //= Drawing::check($pdf, $fault);
	Structure::check($pdf, $drawn, $fault);
	return $drawn;
}

1;
