# SPDX-License-Identifier: Apache-2.0
package Catalogue;

# How many controls the catalogues of a folder have, and which of these are not
# established, read without a line of ours: a heading, braces and keys.
use strict;
use warnings;
use utf8;
use Pdf;

sub read_folder {
	my ($folder) = @_;
	my (%all, $in, $control);
	for my $line (map { split /\n/, Pdf::slurp($_) }
	    glob "$folder/*.framework") {
		if ($line =~ /^framework "([^"]+)"/) {
			$in = $all{$1} = { total => undef, controls => {} };
		} elsif ($line =~ /^\tcontrol "([^"]+)"/) {
			$control = $in->{controls}{$1} = { open => 0 };
		} elsif ($line =~ /^\t\}/) {
			$control = undef;
		} elsif ($line =~ /^\ttotal = (\d+)/) {
			$in->{total} = $1 || undef;
		} elsif ($control
		    && $line =~ /^\t\t(?:verified|titled) = "unverified"/) {
			$control->{open} = 1;
		}
	}
	return \%all;
}

# Those that stay hidden, unless the organisation entered them itself, or has
# chosen to see what is not established.
sub hidden {
	my ($f, $framework, $unverified) = @_;
	return 0 if $unverified;
	my %own = map { $_->{control} => !$_->{removed} } grep {
	    $_->{framework} eq $framework->{name} }
	    @{ $f->{e}{framework_controls} // [] };
	my $of = $f->{catalogues}{ $framework->{name} }{controls} // {};
	return scalar grep { $of->{$_}{open} && !$own{$_} } keys %$of;
}

1;
