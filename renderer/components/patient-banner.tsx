/**
 * Whose prescription this is: name, date of birth and age, sex, allergies, identifiers. It never scrolls away.
 * "No known allergies" is a statement; "not asked" is a warning; both are said, neither is left blank.
 */
import { Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { PatientView } from '../../core/contract/patient.ts';
import { words } from '../words.ts';
import classes from './patient-banner.module.css';

export function PatientBanner({ patient }: { patient: PatientView }) {
  const identifiers = [
    patient.mrn && `MRN ${patient.mrn}`,
    patient.nhsNumber && `NHS ${patient.nhsNumber}`,
    patient.phone,
  ].filter(Boolean);
  return (
    <section className={classes.banner} aria-label="Patient">
      <Text span className={classes.name}>
        {patient.familyName.toUpperCase()}, {patient.givenNames}
      </Text>
      <Text span className={classes.fact}>
        born <strong>{patient.dateOfBirth}</strong> ({patient.age} y)
      </Text>
      <Text span className={classes.fact}>
        {words.sex[patient.sex]}
      </Text>
      <Allergies patient={patient} />
      {identifiers.length > 0 && (
        <Text span c="dimmed" className={classes.fact}>
          {identifiers.join(' · ')}
        </Text>
      )}
    </section>
  );
}

function Allergies({ patient }: { patient: PatientView }) {
  if (patient.allergyStatus === 'none-known') {
    return <span className={classes.fact}>{words.allergyStatus['none-known']}</span>;
  }
  if (patient.allergyStatus === 'not-asked') {
    return (
      <span className={classes.allergies} data-tone="warning">
        <IconAlertTriangle size={16} aria-hidden="true" /> {words.allergyStatus['not-asked']}
      </span>
    );
  }
  const list = patient.allergies.map(({ substance, reaction }) =>
    reaction ? `${substance} (${reaction})` : substance,
  );
  return (
    <span className={classes.allergies} data-tone="harm" title={list.join(', ')}>
      <IconAlertTriangle size={16} aria-hidden="true" />
      <span className={classes.ellipsis}>Allergies: {list.join(', ')}</span>
    </span>
  );
}
