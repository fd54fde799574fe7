import { nextState, type ProgressDraft, taskFields, updateFields } from "#domain/tasks/progress.ts";
import type { Task } from "#domain/tasks/task-kinds.ts";
import type { TaskState } from "#domain/tasks/task-states.ts";
import type { Result } from "#kernel/result.ts";
import type { DraftChange, Saved } from "#sync/commit.ts";
import type { Hand } from "../../book/deed.ts";

/** The deeds on tasks. */
export type Saving = Promise<Result<Saved, string>>;

export interface OpenTask {
  readonly id: string;
  /** As it was when the form was opened. */
  readonly task: Task;
  readonly base: number;
}

/** One op: the update, the percent on the task, and the first step from *chưa triển khai* to *đang thực hiện*. */
export function saveProgress(
  hand: Hand,
  { id, task, base }: OpenTask,
  draft: ProgressDraft,
  settles: string,
): Saving {
  const to = nextState(task, draft);
  const fields = taskFields(draft, task);
  const changes: DraftChange[] = [
    {
      c: "append",
      kind: "progressUpdate",
      id: hand.newId(),
      under: id,
      fields: { parent: id, ...updateFields(draft) },
    },
  ];
  if (Object.keys(fields).length > 0) changes.push({ c: "set", kind: "task", id, fields, base });
  if (to) changes.push({ c: "move", kind: "task", id, from: task.state, to, base });
  return hand.commit({ action: "task.progress", changes, settlesDrafts: [settles] });
}

export function moveTask(hand: Hand, { id, task, base }: OpenTask, to: TaskState): Saving {
  return hand.commit({
    action: "task.move",
    changes: [{ c: "move", kind: "task", id, from: task.state, to, base }],
  });
}
