/**
 * The name of a drug: name bold, strength and form beside it, never wrapped apart; look-alike parts in tall-man
 * letters where the core gives them.
 */
import classes from './drug-name.module.css';

interface Named {
  name?: string;
  nameTallMan?: string;
  strength: string;
  form: string;
}

interface DrugNameProps {
  drug: Named;
  size?: 'sm' | 'md' | 'lg' | 'xl';
}

export function DrugName({ drug, size = 'md' }: DrugNameProps) {
  const name = drug.nameTallMan ?? drug.name ?? '';
  return (
    <span className={classes.drug} data-size={size} title={`${name} ${drug.strength} ${drug.form}`}>
      <strong className={classes.name}>{name}</strong>{' '}
      <span className={classes.strength}>
        {drug.strength} {drug.form}
      </span>
    </span>
  );
}
