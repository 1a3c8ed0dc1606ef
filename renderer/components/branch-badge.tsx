/** That an order belongs to another branch, by its name; nothing where it is ours. */
import { Badge } from '@mantine/core';

export const BranchBadge = ({ branch }: { branch: string | null }) =>
  branch !== null && (
    <Badge variant="light" color="gray" size="sm" radius="sm" tt="none" flex="none">
      {branch} branch
    </Badge>
  );
