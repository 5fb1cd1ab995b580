/** Every store that the person may see, however many there are. Asked once and kept. */
import { isProblem, type Shapes, staff } from "@shuke/api";
import { useQuery } from "@tanstack/react-query";

export type Store = Shapes["StoreOut"];

const PAGE = 200;

export function useEveryStore() {
  return useQuery({ queryKey: ["every", "/api/staff/stores"], queryFn: everyStore, staleTime: 300_000 });
}

async function everyStore(): Promise<Store[]> {
  const stores: Store[] = [];
  for (let cursor: string | null = ""; cursor !== null; ) {
    const { data, error } = await pageFrom(cursor);
    if (error || !data) throw isProblem(error) ? error : new Error("no answer");
    stores.push(...data.items);
    cursor = data.next ?? null;
  }
  return stores;
}

function pageFrom(cursor: string) {
  return staff.GET("/api/staff/stores", { params: { query: { limit: PAGE, cursor } } });
}
