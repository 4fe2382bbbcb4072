/* SPDX-License-Identifier: Apache-2.0
 *
 * All that can happen to a deployment, in every order. The steps are taken by
 * lib/model/transition.c, linked in; tests/model/world.c checks the rules after
 * each. DEVICE looks closely at what a device says, and PEOPLE at windows,
 * claims and exceptions: together in one they are more states than fit.
 */

c_decl {
	\#include "tests/model/world.h"
}

c_code {
	struct world world;
}

c_track "&world" "sizeof(struct world)"

byte event;

active proctype life()
{
	c_code { atexit(world_report); };
	if
	:: c_code { world_begin(&world, 0); }
	:: c_code { world_begin(&world, 1); }
	fi;
	do
	:: atomic {
		if
		:: event = c_expr { WORLD_FIX }
		:: event = c_expr { WORLD_FIX_WATCHED }
		:: event = c_expr { WORLD_OLD }
		:: event = c_expr { WORLD_UNREADABLE }
		:: event = c_expr { WORLD_CLAIM }
		:: event = c_expr { WORLD_SCOPE }
		:: event = c_expr { WORLD_CLOCK }
#ifdef PEOPLE
		:: event = c_expr { WORLD_HINT }
		:: event = c_expr { WORLD_WINDOW }
		:: event = c_expr { WORLD_NO_WINDOW }
		:: event = c_expr { WORLD_EXCEPTION }
#else
		:: event = c_expr { WORLD_FIX_AND_SCOPE }
		:: event = c_expr { WORLD_FIX_PARTLY }
		:: event = c_expr { WORLD_FIX_DISPUTED }
		:: event = c_expr { WORLD_FIX_ELSEWHERE }
		:: event = c_expr { WORLD_APART }
		:: event = c_expr { WORLD_BOOT }
		:: event = c_expr { WORLD_WORSE }
		:: event = c_expr { WORLD_REBOOTS }
		:: event = c_expr { WORLD_SILENT }
		:: event = c_expr { WORLD_DISMISS }
#endif
		fi;
		if
		:: c_code { world_happen(&world, now.event, 1); };
		   printf("one tick, then %d\n", event)
		:: c_code { world_happen(&world, now.event, 2); };
		   printf("two ticks, then %d\n", event)
		fi;
		assert(c_expr { !world.broken });
		event = 0
	   }
	od
}
