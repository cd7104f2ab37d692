/** The accounts service: who people are, how they prove it, and which organizations they work for. */
import { accounts } from '@usher/contracts/accounts';
import { migrationsOf } from '@usher/kit/migrate';
import { service } from '@usher/kit/service';
import { createAccessTokens } from './access-tokens.ts';
import { needs } from './accounts-kit.ts';
import { addMember } from './add-member.ts';
import { changePassword } from './change-password.ts';
import { config } from './config.ts';
import { confirmPasswordReset } from './confirm-password-reset.ts';
import { createGuest } from './create-guest.ts';
import { createOrganization } from './create-organization.ts';
import { getKeys } from './get-keys.ts';
import { getProfile } from './get-profile.ts';
import { getTrust } from './get-trust.ts';
import { listMembers } from './list-members.ts';
import { listOrganizations } from './list-organizations.ts';
import { listUsers } from './list-users.ts';
import { login } from './login.ts';
import { logout } from './logout.ts';
import { mailPasswordReset, requestPasswordReset } from './request-password-reset.ts';
import { createPasswords } from './passwords.ts';
import { makeFirstAdmin } from './first-admin.ts';
import { forgetThePast } from './forget-the-past.ts';
import { refreshSession } from './refresh-session.ts';
import { registerUser } from './register-user.ts';
import { removeMember } from './remove-member.ts';
import { rotateOldKey } from './rotate-old-key.ts';
import { updateMember } from './update-member.ts';
import { updateProfile } from './update-profile.ts';
import { updateUser } from './update-user.ts';

export const accountsService = service({
  contract: accounts,
  needs,
  follows: {},
  config,
  migrations: migrationsOf('@usher/accounts'),
  open: async (kit) => {
    const tokens = await createAccessTokens(kit);
    const passwords = await createPasswords(kit.config);
    await makeFirstAdmin(kit);
    return {
      operations: {
        registerUser: registerUser(kit, passwords, tokens),
        login: login(kit, passwords, tokens),
        createGuest: createGuest(kit, tokens),
        refreshSession: refreshSession(kit, tokens),
        logout: logout(kit),
        requestPasswordReset: requestPasswordReset(kit),
        confirmPasswordReset: confirmPasswordReset(kit, passwords),
        changePassword: changePassword(kit, passwords),
        getProfile: getProfile(kit),
        updateProfile: updateProfile(kit),
        getKeys: getKeys(kit),
        listUsers: listUsers(kit),
        updateUser: updateUser(kit),
        listOrganizations: listOrganizations(kit),
        createOrganization: createOrganization(kit),
        listMembers: listMembers(kit),
        addMember: addMember(kit),
        updateMember: updateMember(kit),
        removeMember: removeMember(kit),
      },
      internal: { getTrust: getTrust(kit) },
      work: { 'password-reset': mailPasswordReset(kit) },
      every: [
        { name: 'rotate the key of user tokens', seconds: 3_600, run: () => rotateOldKey(kit) },
        { name: 'forget the past', seconds: 3_600, run: () => forgetThePast(kit) },
      ],
    };
  },
});
