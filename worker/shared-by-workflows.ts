/** Loaded once in each thread that runs workflows, before any of them; what it loads, all of them share. */
import '@/lib/packet/apply'
import '@/lib/packet/decide'
import '@/lib/packet/view'
