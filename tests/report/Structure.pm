# SPDX-License-Identifier: Apache-2.0
package Structure;

# The rules of PDF/UA-1 about the structure tree: which element stands in which,
# headings, tables, lists, figures and links, and that the tree names each mark
# and each annotation once.
use strict;
use warnings;

# Without H, beside which there may be no H1, and without what would need a
# description: formulas, other annotations, Ruby and Warichu.
my %standard = map { $_ => 1 } qw(Document Part Art Sect Div BlockQuote Caption
    TOC TOCI Index NonStruct Private P H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table
    TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link
    Figure Form);
my %parents = (
	TR => qr/^(Table|THead|TBody|TFoot)$/, THead => qr/^Table$/,
	TBody => qr/^Table$/, TFoot => qr/^Table$/, TH => qr/^TR$/,
	TD => qr/^TR$/, LI => qr/^L$/, LBody => qr/^LI$/,
	TOCI => qr/^TOC$/, Lbl => qr/^(LI|TOCI|Note|BibEntry|Caption)$/,
);
my %kids = (
	Table => qr/^(Caption )?((TR|TBody) )+$|^(Caption )?THead (TBody )+$/,
	THead => qr/^(TR )+$/, TBody => qr/^(TR )+$/,
	TR => qr/^((TH|TD) )+$/, L => qr/^(Caption )?(LI )+$/,
	LI => qr/^(Lbl )?(LBody )$/, TOC => qr/^(Caption )?(TOCI )+$/,
	TOCI => qr/^(Lbl |Reference |NonStruct |P |TOC )+$/, Form => qr/^$/,
);

my ($pdf, $fault, %mark, %object, @headings, %noted);

sub want($@) {
	my ($good, @words) = @_;
	$fault->(@words) unless $good;
	return $good;
}

# A kid that is a mark or an annotation; true when it is an element instead.
sub is_element {
	my ($kid, $elem, $page, $ref) = @_;
	if (!ref $kid && !Pdf::is_ref($kid)) {
		$mark{"$page $kid"}{$ref}++;
		return 0;
	}
	my $dict = $pdf->get($kid);
	my $type = $dict->{'/Type'} // '';
	if ($type eq '/MCR') {
		my $on = $dict->{'/Pg'} // $page;
		$mark{"$on $dict->{'/MCID'}"}{$ref}++;
		return 0;
	}
	if ($type eq '/OBJR') {
		$object{$dict->{'/Obj'}} = $ref;
		return 0;
	}
	return 1;
}

sub walk {
	my ($ref, $parent, $parent_ref) = @_;
	my $elem = $pdf->get($ref);
	my $type = substr $elem->{'/S'} // '/', 1;
	want($standard{$type}, 'UA 7.1', "$ref: type $type");
	want(($elem->{'/P'} // '') eq $parent_ref, '32000 14.7.2',
	    "$ref $type: its parent");
	want($parent =~ $parents{$type}, 'UA 7.2', "$ref: $type in $parent")
	    if $parents{$type};
	push @headings, [$1, $ref] if $type =~ /^H(\d)$/;
	my (@elements, $types);
	for my $kid ($pdf->list($elem->{'/K'})) {
		push @elements, $kid
		    if is_element($kid, $elem, $elem->{'/Pg'} // '', $ref);
	}
	$types = join '',
	    map { walk($_, $type, $ref) . ' ' } @elements;
	want($types =~ $kids{$type}, 'UA 7.2', "$ref: $type of $types")
	    if $kids{$type};
	check_words($ref, $elem);
	check_table($ref, @elements) if $type eq 'Table';
	check_figure($ref, $elem) if $type eq 'Figure';
	check_header($ref, $elem) if $type eq 'TH';
	check_link($ref, $elem) if $type eq 'Link';
	check_note($ref, $elem) if $type eq 'Note';
	check_form($ref, $elem) if $type eq 'Form';
	check_list($ref, $elem) if $type eq 'L';
	return $type;
}

sub attribute {
	my ($elem, $owner, $key) = @_;
	for my $a ($pdf->list($elem->{'/A'})) {
		my $dict = $pdf->get($a);
		return $pdf->get($dict->{$key})
		    if ref $dict eq 'HASH' && $dict->{'/O'} eq $owner &&
		    exists $dict->{$key};
	}
	return undef;
}

# A note has an id of its own, by which the tree's root names it.
sub check_note {
	my ($ref, $elem) = @_;
	my $id = Pdf::text($elem->{'/ID'}) // '';
	want($id ne '' && !$noted{$id}++, 'UA 7.9', "$ref: Note, its ID");
	my $tree = $pdf->get($pdf->get($pdf->catalog->{'/StructTreeRoot'})
		->{'/IDTree'});
	my @names = $pdf->list($tree->{'/Names'});
	want(scalar(grep { ($names[$_] // '') eq $ref } 0 .. $#names) == 1,
	    '32000 14.7.2', "$ref: Note, not in the IDTree");
	return;
}

sub check_header {
	my ($ref, $elem) = @_;
	my $scope = attribute($elem, '/Table', '/Scope') // '';
	want($scope =~ m{^/(Row|Column|Both)$}, 'UA 7.5', "$ref: TH, no scope");
}

# A field, and nothing but it.
sub check_form {
	my ($ref, $elem) = @_;
	my @kids = $pdf->list($elem->{'/K'});
	want(@kids == 1 && ref $pdf->get($kids[0]) eq 'HASH' &&
	    ($pdf->get($kids[0])->{'/Type'} // '') eq '/OBJR', 'UA 7.18.4',
	    "$ref: Form of @kids");
}

# What is said for an element says something, in characters that have a meaning.
sub check_words {
	my ($ref, $elem) = @_;
	for my $key (grep { exists $elem->{$_} } qw(/Alt /ActualText /E)) {
		my $text = Pdf::text($elem->{$key}) // '';
		utf8::decode($text) unless utf8::is_utf8($text);
		want($text =~ /\S/, 'UA 7.1', "$ref: $key without words");
		want($text !~ /[\p{Co}\x{0}\x{feff}\x{fffe}]/, '6.7.3',
		    "$ref: $key of no known characters");
	}
	return;
}

# None: what stands before an item is any text.
sub check_list {
	my ($ref, $elem) = @_;
	want((attribute($elem, '/List', '/ListNumbering') // '/None') =~
	    m{^/(None|Disc|Circle|Square|Decimal|(Upper|Lower)(Roman|Alpha))$},
	    'UA 7.6', "$ref: a list, its numbering");
}

# Every row is as wide as the others; no cell spans rows.
sub check_table {
	my ($ref, @parts) = @_;
	my ($width, $headers) = (undef, 0);
	my @rows = map { $pdf->get($_)->{'/S'} eq '/TR' ? $_
	    : $pdf->list($pdf->get($_)->{'/K'}) } grep {
		$pdf->get($_)->{'/S'} ne '/Caption' } @parts;
	for my $row (@rows) {
		my $n = 0;
		for my $cell ($pdf->list($pdf->get($row)->{'/K'})) {
			my $c = $pdf->get($cell);
			$n += attribute($c, '/Table', '/ColSpan') // 1;
			want(!defined attribute($c, '/Table', '/RowSpan'),
			    'UA 7.2', "$ref: a cell of two rows");
			$headers++ if $c->{'/S'} eq '/TH';
		}
		$width //= $n;
		want($n == $width, 'UA 7.2', "$ref: $n cells of $width");
	}
	want($headers > 0, 'UA 7.5', "$ref: a table without headers");
	check_cells($ref, @rows);
}

# Each cell of a table has a heading above it or in its row.
sub check_cells {
	my ($ref, @rows) = @_;
	my (%above, $i);
	for my $row (map { [$pdf->list($pdf->get($_)->{'/K'})] } @rows) {
		my @cells = map { $pdf->get($_) } @$row;
		my @heads = grep { $_->{'/S'} eq '/TH' } @cells;
		my $beside = grep { (attribute($_, '/Table', '/Scope') // '')
			=~ m{^/(Row|Both)$} } @heads;
		$i = 0;
		for my $cell (@cells) {
			my $wide = attribute($cell, '/Table', '/ColSpan') // 1;
			my @columns = $i .. $i + $wide - 1;
			$i += $wide;
			if ($cell->{'/S'} eq '/TH') {
				my $scope = attribute($cell, '/Table',
				    '/Scope') // '';
				@above{@columns} = (1) x $wide
				    if $scope =~ m{^/(Column|Both)$};
				next;
			}
			want($beside || !(grep { !$above{$_} } @columns),
			    'UA 7.5', "$ref: a cell without a heading");
		}
	}
	return;
}

sub check_figure {
	my ($ref, $elem) = @_;
	want((Pdf::text($elem->{'/Alt'}) // '') ne '', 'UA 7.3', "$ref: no Alt");
	my $box = attribute($elem, '/Layout', '/BBox');
	want(ref $box eq 'ARRAY' && $box->[0] < $box->[2] &&
	    $box->[1] < $box->[3], 'UA 7.3', "$ref: no BBox");
}

sub check_link {
	my ($ref, $elem) = @_;
	my @objects = grep { ref $pdf->get($_) eq 'HASH' &&
	    ($pdf->get($_)->{'/Type'} // '') eq '/OBJR' }
	    $pdf->list($elem->{'/K'});
	want(@objects > 0, 'UA 7.18.5', "$ref: Link without annotation");
}

sub check_headings {
	my $before = 0;
	for (@headings) {
		my ($level, $ref) = @$_;
		want($level <= $before + 1, 'UA 7.4.2',
		    "$ref: H$level after H$before") if $before > 0;
		$before = $level;
	}
	want(@headings > 0 && $headings[0][0] == 1, 'UA 7.4.2',
	    'does not begin with H1');
}

# What is drawn has its element, and the other way round.
sub check_marks {
	my ($drawn, $numbers) = @_;
	for my $page ($pdf->pages) {
		my $key = $pdf->get($page)->{'/StructParents'};
		my @entry = $pdf->list($numbers->{$key // ''});
		my $n = 0;
		for my $id (sort { $a <=> $b } keys %{$drawn->{$page}}) {
			my @who = keys %{$mark{"$page $id"} // {}};
			want(@who == 1, 'UA 7.1', "$page: mark $id has ",
			    scalar @who, ' elements');
			want(($entry[$id] // '') eq ($who[0] // '-'),
			    '32000 14.7.4', "$page: mark $id");
			$n++;
		}
		want($n == @entry, '32000 14.7.4', "$page: $n marks");
	}
	for (keys %mark) {
		my ($page, $id) = /^(.*) (\d+)$/;
		want($drawn->{$page}{$id}, 'UA 7.1', "mark $id is not drawn");
	}
}

sub check_annotations {
	my ($numbers) = @_;
	my %form = (Link => 'Link', Widget => 'Form');
	for my $page ($pdf->pages) {
		for my $ref ($pdf->list($pdf->get($page)->{'/Annots'})) {
			my $a = $pdf->get($ref);
			my $elem = $numbers->{$a->{'/StructParent'} // ''};
			my $kind = substr $a->{'/Subtype'}, 1;
			want(defined $elem && ($object{$ref} // '') eq $elem,
			    'UA 7.18.1', "$ref: not in the structure");
			want(defined $elem && $pdf->get($elem)->{'/S'} eq
			    "/$form{$kind}", 'UA 7.18.1', "$ref: $kind");
		}
	}
}

sub check {
	($pdf, my $drawn, $fault) = @_;
	(%mark, %object, @headings, %noted) = ();
	my $root = $pdf->catalog->{'/StructTreeRoot'};
	my $tree = $pdf->get($root);
	want(!exists $tree->{'/RoleMap'}, 'UA 7.1', 'types are mapped');
	my $numbers = $pdf->numbers($tree->{'/ParentTree'});
	my @keys = sort { $a <=> $b } keys %$numbers;
	want($keys[-1] < ($tree->{'/ParentTreeNextKey'} // -1),
	    '32000 14.7.2', 'the next key');
	walk($_, 'StructTreeRoot', $root) for
	    Pdf::is_ref($tree->{'/K'}) && ref $pdf->get($tree->{'/K'}) eq 'HASH'
	    ? $tree->{'/K'} : $pdf->list($tree->{'/K'});
	my @top = $pdf->list($tree->{'/K'});
	want(@top == 1 && ($pdf->get($top[0])->{'/S'} // '') eq '/Document',
	    '32000 14.8.4.2', 'no Document around it all');
	check_headings();
	check_marks($drawn, $numbers);
	check_annotations($numbers);
}

1;
