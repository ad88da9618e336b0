"""What changes in dialogues: planned, prepared, held, approved, released, and deleted on their day."""

from samsyn.assignments.actions.dialogues.closing import (
    approve_dialogue,
    break_off,
    complete_step,
    delete_due_dialogues,
    release_dialogue,
    reopen_step,
    set_deletion_day,
    take_back_release,
)
from samsyn.assignments.actions.dialogues.holding import (
    add_step,
    begin_dialogue,
    change_step,
    end_dialogue,
    leave_pen,
    remove_step,
    take_pen,
    write_note,
)
from samsyn.assignments.actions.dialogues.planning import (
    cancel_dialogue,
    clear_planned,
    move_dialogue,
    plan_dialogue,
    plan_series,
)
from samsyn.assignments.actions.dialogues.preparing import (
    finish_preparation,
    write_on_preparation,
    write_preparation,
)
from samsyn.assignments.actions.dialogues.visits import record_taken_out, record_visit

__all__ = [
    "add_step",
    "approve_dialogue",
    "begin_dialogue",
    "break_off",
    "cancel_dialogue",
    "change_step",
    "clear_planned",
    "complete_step",
    "delete_due_dialogues",
    "end_dialogue",
    "finish_preparation",
    "leave_pen",
    "move_dialogue",
    "plan_dialogue",
    "plan_series",
    "record_taken_out",
    "record_visit",
    "release_dialogue",
    "remove_step",
    "reopen_step",
    "set_deletion_day",
    "take_back_release",
    "take_pen",
    "write_note",
    "write_on_preparation",
    "write_preparation",
]
