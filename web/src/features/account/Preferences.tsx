import { type ReactNode, useId, useState } from 'react';
import type { Grouping } from '@/lib/numbers';
import { emptyDraft } from '@/lib/orders';
import { isZone, localZone } from '@/lib/time/zone';
import { type Preferences as Chosen, usePreferences } from '@/stores/preferences';
import { useTicket } from '@/stores/ticket';
import { accountText } from '@/text/account';
import { Card } from '@/ui/Card';
import { Field } from '@/ui/Field';

const words = accountText.preferences;

export function Preferences() {
  const chosen = usePreferences();
  const [above, setAbove] = useState(String(chosen.askAbove));
  const { change } = chosen;
  return (
    <Card title={words.title} extra={<span className="note">{words.kept}</span>}>
      <div className="card-body">
        <div className="fields">
          <Pick label={words.theme} options={words.themes} value={chosen.theme} onPick={(theme) => change({ theme })} />
          <Pick label={words.palette} options={words.palettes} value={chosen.palette} onPick={(palette) => change({ palette })} />
          <Pick
            label={words.grouping}
            options={words.groupings}
            value={chosen.grouping}
            onPick={(grouping: Grouping) => {
              change({ grouping });
              // What stands in the order form was written by the other signs.
              useTicket.setState({ draft: emptyDraft });
            }}
          />
          <ZonePick zone={chosen.zone} onPick={(zone) => change({ zone })} />
          <Pick label={words.says} options={words.sayings} value={String(chosen.saysPrice) as '0' | '10' | '60'} onPick={(s) => change({ saysPrice: Number(s) })} />
          <Field
            label={words.above}
            unit="USDC"
            inputMode="numeric"
            value={above}
            onChange={(e) => {
              setAbove(e.target.value);
              if (/^\d{1,12}$/.test(e.target.value)) change({ askAbove: Number(e.target.value) });
            }}
          />
        </div>
        <fieldset className="plain stack tight">
          <legend className="sr">{words.ask}</legend>
          <Switch isOn={chosen.confirms} onChange={(confirms) => change({ confirms })}>{words.confirms}</Switch>
          <Switch isOn={chosen.sounds} onChange={(sounds) => change({ sounds })}>{words.sounds}</Switch>
          <Switch isOn={chosen.hotkeys} onChange={(hotkeys) => change({ hotkeys })}>{words.hotkeys}</Switch>
        </fieldset>
        <fieldset className="plain stack tight">
          <legend className="field-label">{words.tells}</legend>
          <Switch isOn={chosen.tells.orders} onChange={(orders) => change({ tells: { ...chosen.tells, orders } })}>{words.tellsOrders}</Switch>
          <Switch isOn={chosen.tells.money} onChange={(money) => change({ tells: { ...chosen.tells, money } })}>{words.tellsMoney}</Switch>
          <span className="note">{words.tellsRisk}</span>
        </fieldset>
      </div>
    </Card>
  );
}

function Pick<T extends string>({ label, options, value, onPick }: { label: string; options: Readonly<Record<T, string>>; value: T; onPick: (value: T) => void }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        <select id={id} value={value} onChange={(e) => onPick(e.target.value as T)}>
          {Object.entries<string>(options).map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </div>
  );
}

const zones = ['America/New_York', 'America/Chicago', 'America/Los_Angeles', 'America/Sao_Paulo', 'Europe/London', 'Europe/Berlin', 'Asia/Dubai', 'Asia/Kolkata', 'Asia/Singapore', 'Asia/Hong_Kong', 'Asia/Tokyo', 'Australia/Sydney'];

function ZonePick({ zone, onPick }: { zone: Chosen['zone']; onPick: (zone: string) => void }) {
  const known = [...new Set([...zones, ...(zone === 'local' || zone === 'UTC' ? [] : [zone])])].filter(isZone);
  const options = Object.fromEntries<string>([...Object.entries<string>({ ...words.zones, local: `${words.zones.local} (${localZone()})` }), ...known.map((z) => [z, z] as const)]);
  return <Pick<string> label={words.zone} options={options} value={zone} onPick={onPick} />;
}

const Switch = ({ isOn, onChange, children }: { isOn: boolean; onChange: (isOn: boolean) => void; children: ReactNode }) => (
  <label className="check">
    <input type="checkbox" checked={isOn} onChange={(e) => onChange(e.target.checked)} />
    {children}
  </label>
);
