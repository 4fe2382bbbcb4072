# SPDX-License-Identifier: Apache-2.0
package Expected;

# What a report says, piece by piece in the order of its structure, made from a
# template and values alone: for who holds pages against them. A second reading
# of patchwacht-template(5), which shares nothing with the first.
use strict;
use warnings;
use utf8;
use Chart;
use Shown;

# template: its text. values: the figures. shown: how they are written.
sub new {
	my ($class, $template, $values, $shown) = @_;
	my $self = bless { values => $values, shown => $shown, scope => [$values],
	    pieces => [], notes => [], number => [0, 0, 0, 0], annexes => 0 },
	    $class;
	my ($front, $body) = $template =~ /\A---\n(.*?)^---\n(.*)\z/ms
	    or die "a template without a head\n";
	push @{ $self->{front}{$1} }, $2 while $front =~ /^(\w+): (.*)$/mg;
	$self->{body} = [parse($body)];
	$self->{note_text} = { map { /^name: (\S+)\n(.*)\z/ms ? ($1 => $2) : () }
	    map { $_->{kind} eq 'footnote' ? $_->{text} : () }
	    @{ $self->{body} } };
	return $self;
}

# Headings, fenced components, points and paragraphs.
sub parse {
	my ($body) = @_;
	my (@items, @lines, $fence);
	my $end = sub {
		push @items, { kind => 'paragraph', text => join ' ', @lines }
		    if @lines;
		@lines = ();
	};
	for my $line (split /\n/, $body) {
		if (defined $fence) {
			if ($line eq '```') { push @items, $fence; undef $fence; }
			else { $fence->{text} .= "$line\n"; }
		} elsif ($line =~ /^```(\w+)$/) {
			$end->();
			$fence = { kind => $1, text => '' };
		} elsif ($line =~ /^(#+) (.*)$/) {
			$end->();
			push @items, heading(length $1, $2);
		} elsif ($line =~ /^(?:[-*]|(\d+\.)) (.*)$/) {
			$end->();
			push @items, { kind => 'point', text => $2,
			    mark => $1 // "\x{2022}" };
		} elsif ($line =~ /\S/) { push @lines, $line; }
		else { $end->(); }
	}
	$end->();
	return @items;
}

sub heading {
	my ($level, $text) = @_;
	my @said = $text =~ s/ \{([^}]+)\}$// ? split /, /, $1 : ();
	my ($when) = (grep({ /^when: / } @said), '');
	my ($how) = (grep({ /^\w+$/ } @said), '');
	return { kind => 'heading', level => $level, text => $text, how => $how,
	    when => $when };
}

# A path of names, looked for in the row that is at hand and then above it.
sub find {
	my ($self, $name) = @_;
	for my $scope (@{ $self->{scope} }) {
		my $x = $scope;
		for my $key (split /\./, $name) {
			$x = ref $x eq 'HASH' ? $x->{$key}
			    : ref $x eq 'ARRAY' && $key eq 'count' ? scalar @$x
			    : undef;
		}
		return $x if defined $x;
	}
	return undef;
}

sub with {
	my ($self, $row, $do) = @_;
	unshift @{ $self->{scope} }, $row;
	my @got = $do->();
	shift @{ $self->{scope} };
	return wantarray ? @got : $got[0];
}

# A text with its values, without marks of style; of a footnote its number.
sub fill {
	my ($self, $text) = @_;
	$text =~ s/\*\*|`//g;
	$text =~ s/\[\^([a-z0-9-]+)\]|\{\{([^}|]+)(?:\|([^}]+))?\}\}/
	    defined $1 ? $self->note($1)
	    : $self->{shown}->value($self->find($2), $3, 0)/ge;
	return $text;
}

sub note {
	my ($self, $name) = @_;
	my $notes = $self->{notes};
	my ($at) = grep { $notes->[$_]{name} eq $name } 0 .. $#$notes;
	return $at + 1 if defined $at;
	push @$notes, { name => $name };
	my $number = @$notes;
	local $self->{scope} = [$self->{values}];
	$notes->[-1]{text} = $number . $self->fill($self->{note_text}{$name});
	return $number;
}

sub add {
	my ($self, $type, $text) = @_;
	push @{ $self->{pieces} }, { type => $type, text => $text };
	return;
}

sub holds {
	my ($self, $text) = @_;
	my ($when) = $text =~ /^when: (.*)$/m or return 1;
	my ($not, $name, $test, $than) = $when =~
	    /^(not )?(\S+)(?: ([<>]=?|!?=) (\S+))?$/ or die "when: $when?\n";
	my $x = $self->find($name);
	my $is = !defined $test ? ref $x eq 'ARRAY' ? @$x > 0
		: ref $x eq 'HASH' ? %$x > 0 : $x
	    : $than eq 'true' || $than eq 'false'
		? ($x ? 'true' : 'false') eq $than
	    : $than !~ /^-?[\d.]+$/ ? defined $x && $x eq $than
	    : defined $x && ($test eq '>' ? $x > $than : $test eq '>=' ? $x >= $than
		: $test eq '<' ? $x < $than : $test eq '<=' ? $x <= $than
		: $x == $than);
	$is = !$is if defined $test && $test eq '!=';
	return $not ? !$is : $is;
}

# Everything, once: pieces and notes.
sub render {
	my ($self) = @_;
	my @body = @{ $self->{body} };
	my @head;
	push @head, shift @body while @body && $body[0]{kind} ne 'heading';
	$self->cover(\@head);
	my $without; # the level of a section whose condition does not hold
	for my $item (@body) {
		if ($item->{kind} eq 'heading') {
			undef $without
			    if defined $without && $item->{level} <= $without;
			$without //= $item->{level}
			    unless $self->holds($item->{when});
		}
		$self->item($item) unless defined $without;
	}
	return $self;
}

sub front {
	my ($self, $key) = @_;
	my ($text) = @{ $self->{front}{$key} // [] };
	return defined $text ? $self->fill($text) : '';
}

sub cover {
	my ($self, $head) = @_;
	my $bare = $self->front('cover') eq 'none';
	my @own = map { [P => $self->front($_)] } qw(organisation classification);
	@own = reverse @own if $bare;
	my @rest = map { [P => ucfirst $self->front($_)] } qw(subtitle period);
	my $status = [P => uc $self->front('status')];
	$_->[1] = uc $_->[1] for $own[$bare ? 0 : 1];
	my @first = (@own, [H1 => $self->front('title')],
	    $bare ? ($status, @rest) : (@rest, $status));
	$self->add(@$_) for grep { $_->[1] ne '' } @first;
	if (!$bare && $self->{front}{about}) {
		$self->add(P => $self->{shown}{name} eq 'nl'
		    ? 'Over dit document' : 'About this document');
		for my $fact (@{ $self->{front}{about} }) {
			my ($label, $text) = split / \| /, $fact, 2;
			$self->add(Lbl => $self->fill($label));
			$self->add(LBody => $self->fill($text));
		}
	}
	while (@$head && $head->[0]{kind} ne 'pagebreak'
	    && $head->[0]{kind} ne 'contents') {
		$self->item(shift @$head);
	}
	$self->add(P => $self->front('notice')) if $self->front('notice') ne '';
	$self->item($_) for @$head;
	return;
}

sub item {
	my ($self, $item) = @_;
	my $kind = $item->{kind};
	return if $kind eq 'footnote' || $kind eq 'pagebreak';
	if ($kind eq 'heading') { return $self->title($item) }
	if ($kind eq 'paragraph') {
		return $self->add(P => $self->fill($item->{text}));
	}
	if ($kind eq 'point') {
		$self->add(Lbl => $item->{mark});
		return $self->add(LBody => $self->fill($item->{text}));
	}
	return unless $self->holds($item->{text});
	my $do = $self->can("do_$kind") or die "$kind: not known here\n";
	return $do->($self, $item->{text});
}

sub title {
	my ($self, $item) = @_;
	my ($level, $n) = ($item->{level}, $self->{number});
	my $text = $self->fill($item->{text});
	if ($item->{how} ne 'unnumbered') {
		if ($level == 1) {
			$self->{in_annex} = $item->{how} eq 'annex';
			$self->{in_annex} ? $self->{annexes}++ : $n->[1]++;
		} else { $n->[$level]++; }
		$n->[$_] = 0 for $level + 1 .. 3;
		my $top = $self->{in_annex}
		    ? chr(ord('A') + ($self->{annexes} - 1) % 26) : $n->[1];
		$text = join('.', $top, map { $n->[$_] } 2 .. $level) . " $text";
	}
	push @{ $self->{pieces} }, { type => "H$level", text => $text,
	    title => $self->fill($item->{text}) };
	return;
}

# What stands below the settings of a component.
sub body_of {
	my ($text) = @_;
	return grep { /\S/ } split /\n\n/, $text =~ s/^(?:when|kind): .*\n//gmr;
}

sub do_text {
	my ($self, $text) = @_;
	for my $item (parse(join "\n\n", body_of($text))) {
		$self->item($item);
	}
	return;
}

sub do_note {
	my ($self, $text) = @_;
	return $self->add(P => join ' ', map { $self->fill($_) } body_of($text));
}

# "when: a", of which there is one, or several.
sub settings {
	my ($text, $name) = @_;
	my @all = $text =~ /^\Q$name\E: (.*)$/mg;
	return wantarray ? @all : $all[0];
}

sub rows_of {
	my ($self, $text) = @_;
	my $rows = $self->find(scalar settings($text, 'source'));
	return ref $rows eq 'ARRAY' ? @$rows : ();
}

sub do_empty {
	my ($self, $text) = @_;
	my $empty = settings($text, 'empty') // return;
	my $title = settings($text, 'title');
	return $self->add(P => (defined $title ? $self->fill("$title: ") : '')
	    . $self->fill($empty));
}

sub do_contents {
	my ($self, $text) = @_;
	$self->{depth} = settings($text, 'depth') // 2;
	my $title = settings($text, 'title');
	return $self->add(P => $title);
}

sub do_tiles {
	my ($self, $text) = @_;
	for my $tile (settings($text, 'tile')) {
		my ($key, $title, $format, @more) = split / \| /, $tile;
		my ($note) = map { /^note (.*)/ ? $1 : () } @more;
		$self->add(Lbl => $self->fill($title));
		$self->add(LBody => $self->{shown}->value($self->find($key),
		    $format, 0) . (defined $note ? ' ' . $self->fill($note) : ''));
	}
	return;
}

sub do_list {
	my ($self, $text) = @_;
	my @rows = $self->rows_of($text) or return $self->do_empty($text);
	my $numbered = (settings($text, 'style') // '') eq 'numbered';
	my $item = settings($text, 'item');
	for my $n (1 .. @rows) {
		$self->add(Lbl => $numbered ? "$n." : "\x{2022}");
		$self->with($rows[$n - 1], sub {
			$self->add(LBody => $self->fill($item));
		});
	}
	return;
}

# { key, title, format } of "key | title | format, wide".
sub columns_of {
	my ($self, @settings) = @_;
	return map {
		my ($key, $title, $style) = split / \| /, $_, 3;
		my ($format) = grep { !/^(wide|bold|code|right|light .*)$/ }
		    split /, */, $style // '';
		# The number of a footnote stands behind the whole title.
		my $mark = $title =~ s/\[\^([a-z0-9-]+)\]// ? $self->note($1) : '';
		{ key => $key, title => $self->fill($title) . $mark,
		    format => $format };
	} @settings;
}

sub head {
	my ($self, $text, @columns) = @_;
	my $title = settings($text, 'title');
	$self->add(Caption => $self->fill($title)) if defined $title;
	$self->add(TH => $_->{title}) for @columns;
	return;
}

sub row {
	my ($self, $row, $otherwise, @columns) = @_;
	$self->with($row, sub {
		for my $c (@columns) {
			push @{ $self->{pieces} }, { type => 'TD',
			    of => $c->{key},
			    text => $self->{shown}->value(
				$self->find($c->{key}), $c->{format},
				@columns > 4, $otherwise) };
		}
	});
	return;
}

# Those of a limit, and what is said of the rest.
sub rows_up_to {
	my ($self, $text, $rows, @columns) = @_;
	my $limit = settings($text, 'limit') // @$rows;
	my $more = settings($text, 'more');
	my $rest = @$rows - $limit;
	$self->row($_, "\x{2013}", @columns)
	    for $rest > 0 ? @$rows[0 .. $limit - 1] : @$rows;
	$self->with({ rest => $rest }, sub {
		$self->add(P => $self->fill($more));
	}) if $rest > 0 && defined $more;
	return;
}

sub do_table {
	my ($self, $text) = @_;
	my @rows = $self->rows_of($text) or return $self->do_empty($text);
	my @columns = $self->columns_of(settings($text, 'column'));
	$self->head($text, @columns);
	$self->rows_up_to($text, \@rows, @columns);
	return;
}

sub do_matrix {
	my ($self, $text) = @_;
	my @groups = $self->rows_of($text) or return $self->do_empty($text);
	my @columns = $self->columns_of(settings($text, 'column'));
	$self->head($text, @columns);
	for my $group (@groups) {
		$self->with($group, sub {
			my @rows = @{ $self->find(settings($text, 'rows')) // [] };
			$self->add(TH => $self->fill(settings($text, 'group')));
			$self->row($_, "\x{2013}", @columns) for @rows;
			my $none = settings($text, 'none');
			return if @rows || !defined $none;
			$self->add(TH => $self->fill($none));
			$self->add(TD => '') for 2 .. @columns;
		});
	}
	return;
}

sub do_lights {
	my ($self, $text) = @_;
	my @rows = $self->rows_of($text) or return $self->do_empty($text);
	my ($label, @texts) = $self->columns_of(scalar settings($text, 'label'),
	    settings($text, 'text'));
	my @columns = ($label, { key => scalar settings($text, 'light'),
	    title => settings($text, 'heading') // '', format => 'light' }, @texts);
	$self->head($text, @columns);
	$self->rows_up_to($text, \@rows, @columns);
	return;
}

sub do_approval {
	my ($self, $text) = @_;
	my @rows = $self->rows_of($text) or return $self->do_empty($text);
	my @titles = $self->{shown}{name} eq 'nl'
	    ? ('Rol', 'Naam', 'Datum', 'Besluit en handtekening')
	    : ('Role', 'Name', 'Date', 'Decision and signature');
	my @columns = map { { title => shift @titles, key => $_->[0],
	    format => $_->[1] } } [role => 'word:role'], [name => 'text'],
	    [date => 'date'], [decision => 'word:decision'];
	$self->head($text, @columns);
	$self->row($_, '', @columns) for @rows;
	return;
}

sub do_chart {
	my ($self, $text) = @_;
	my @rows = $self->rows_of($text) or return $self->do_empty($text);
	push @{ $self->{pieces} }, Chart::pieces($self, $text, @rows);
	return;
}

1;
