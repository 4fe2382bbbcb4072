# SPDX-License-Identifier: Apache-2.0
package Lists;

# The lists of a report, and the figures beside them, made again from what its
# evidence says: for who counts them. $f is of Facts.
use strict;
use warnings;
use utf8;
use Entered;
use Exposed;
use Installed;
use Parts;
use Watched;
use Work;

# { ROWS => [...], FIGURES => {...} } by name: everything that stands here.
sub all {
	my ($f) = @_;
	return { Installed::obligations($f), Work::work($f),
	    Watched::stability($f), Exposed::exposure($f), Watched::watching($f),
	    Watched::settings($f), Entered::entered($f), Entered::contracts($f),
	    Entered::instrument($f),
	    instrument_changes => Entered::instrument_changes($f),
	    interventions => Entered::interventions($f), Parts::parts($f) };
}

1;
