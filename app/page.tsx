import { redirect } from 'next/navigation'
import { pagePaths } from '@/lib/contract/paths'

export default function Home() {
  redirect(pagePaths.packets)
}
