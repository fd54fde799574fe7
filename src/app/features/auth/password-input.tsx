import { useState } from "react";
import { useText } from "../../i18n/i18n.ts";
import { TextLink } from "../../ui/button.tsx";
import { TextInput } from "../../ui/inputs.tsx";

/** A password that can be looked at, since it is typed on a small screen in the sun. */
export function PasswordInput({
  value,
  onChange,
  autoComplete,
}: {
  value: string;
  onChange: (value: string) => void;
  autoComplete: "current-password" | "new-password";
}) {
  const t = useText("auth");
  const [shown, setShown] = useState(false);
  return (
    <>
      <TextInput
        type={shown ? "text" : "password"}
        value={value}
        onChange={onChange}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
      />
      <TextLink onClick={() => setShown(!shown)}>{t(shown ? "hidePassword" : "showPassword")}</TextLink>
    </>
  );
}
