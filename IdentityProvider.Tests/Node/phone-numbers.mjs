// What libphonenumber makes of phone numbers: reads {text, home} as lines of JSON up to the line "end", then answers them in order.
import readline from "node:readline";
import { parsePhoneNumberFromString } from "libphonenumber-js/max";

const asked = [];
for await (const line of readline.createInterface({ input: process.stdin })) {
  if (line === "end") break;
  asked.push(JSON.parse(line));
}

const answers = asked.map(({ text, home }) => {
  const number = parsePhoneNumberFromString(text, { defaultCountry: home, extract: false });
  return JSON.stringify(number?.isValid()
    ? { value: number.number, country: number.country, type: number.getType() }
    : { value: null });
});
process.stdout.write(answers.join("\n") + "\nend\n");
