import { useId } from 'react'
import { inputClass } from '@/components/ui/input-class'
import { Labelled } from '@/components/ui/labelled'

interface FilterFieldProps {
  name: string
  label: string
  value: string | null
  type?: string
}

export function FilterField({ name, label, value, type = 'text' }: FilterFieldProps) {
  const id = useId()
  return (
    <Labelled id={id} label={label} className="col-span-2">
      <input
        id={id}
        name={name}
        type={type}
        step={type === 'text' ? undefined : 1}
        defaultValue={value ?? ''}
        maxLength={200}
        dir="auto"
        autoComplete="off"
        className={inputClass}
      />
    </Labelled>
  )
}
