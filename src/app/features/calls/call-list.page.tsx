import { ListPage } from "../../book/list-page.tsx";
import { CallList } from "./call-list.tsx";

/** *Cần gọi lại*: whom to call, what was handed on and not yet taken, what is done. */
export default function CallListPage() {
  return <ListPage texts="calls" list={<CallList />} create={undefined} />;
}
