/**
 * Whose prescription this is: name, date of birth and age, sex, allergies, what a hospital says, identifiers. It never
 * scrolls away.
 * "No known allergies" is a statement; "not asked" is a warning; both are said, neither is left blank.
 */
import { Text } from '@mantine/core';
import { IconAlertTriangle, IconBed, IconDoorExit, IconPlayerPause } from '@tabler/icons-react';
import type { PatientView } from '../../core/contract/patient.ts';
import { words } from '../words.ts';
import classes from './patient-banner.module.css';
import { ReportedAllergy, useReportedAllergy } from './reported-allergy.tsx';
import { dayWords, stampWords, useNow, When } from './when.tsx';

export function PatientBanner({ patient }: { patient: PatientView }) {
  const reported = useReportedAllergy(patient.id);
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
      <Allergies patient={patient} reported={reported !== null} />
      {reported && <ReportedAllergy reported={reported} />}
      {patient.stay && <Stay stay={patient.stay} />}
      {identifiers.length > 0 && (
        <Text span c="dimmed" className={classes.fact}>
          {identifiers.join(' · ')}
        </Text>
      )}
    </section>
  );
}

function Allergies({ patient, reported }: { patient: PatientView; reported: boolean }) {
  if (patient.allergyStatus === 'none-known') {
    // Beside a report that nobody has decided on it would be read as a contradiction, or believed.
    return reported ? null : <span className={classes.fact}>{words.allergyStatus['none-known']}</span>;
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
      <Text span inherit truncate>
        Allergies: {list.join(', ')}
      </Text>
    </span>
  );
}

type StayOf = NonNullable<PatientView['stay']>;

/** Red is for harm: what is sent or filled for somebody who died. */
const stayLooks: Record<
  StayOf['state'],
  { icon: typeof IconBed; tone: 'plain' | 'harm'; day: (day: string) => string }
> = {
  inpatient: { icon: IconBed, tone: 'plain', day: (day) => `since ${day}` },
  discharged: { icon: IconDoorExit, tone: 'plain', day: (day) => day },
  deceased: { icon: IconAlertTriangle, tone: 'harm', day: (day) => day },
};

/** “Inpatient since 12 Nov, St Mary, 4B”, “Discharged today”, “Reported deceased”; and whether what goes to them rests. */
function Stay({ stay: { state, text, place, since, paused, heard } }: { stay: StayOf }) {
  const now = useNow();
  const { icon: Icon, tone, day: dayAs } = stayLooks[state];
  const day = dayWords(since, now);
  const said = text.endsWith(day) ? text : `${text} ${dayAs(day)}`;
  const line = [said, place].filter(Boolean).join(', ');
  return (
    <>
      <span className={classes.stay} data-tone={tone} title={`${line} (${stampWords(since)})`}>
        <Icon size={17} aria-hidden="true" />
        <Text span inherit truncate>
          {line}
        </Text>
        {paused && (
          <span className={classes.paused}>
            <IconPlayerPause size={15} aria-hidden="true" />
            {state === 'deceased' ? 'all stopped' : 'refills and messages paused'}
          </span>
        )}
      </span>
      {heard && (
        <Text span c="dimmed" className={classes.fact}>
          heard at {heard.at}, as of <When at={heard.asOf} />
        </Text>
      )}
    </>
  );
}
