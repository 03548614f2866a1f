import { type ButtonHTMLAttributes, useState } from 'react';
import { pressGuard } from '@/lib/second-press';

type Looks = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'onClick' | 'type'>;

/** A button whose double click is one press. */
export function OnceButton({ onPress, ...looks }: Looks & { onPress: () => void }) {
  const [isAgain] = useState(pressGuard);
  return <button type="button" {...looks} onClick={(event) => !isAgain(event) && onPress()} />;
}

/** A button whose double click sends its form once. */
export function SendButton(looks: Looks) {
  const [isAgain] = useState(pressGuard);
  return <button type="submit" {...looks} onClick={(event) => isAgain(event) && event.preventDefault()} />;
}
