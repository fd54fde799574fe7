import { ListPage } from "../../book/list-page.tsx";
import { TaskList } from "./task-list.tsx";

/** *Nhiệm vụ*: the plan's tasks. */
export default function TaskListPage() {
  return <ListPage texts="tasks" list={<TaskList />} />;
}
