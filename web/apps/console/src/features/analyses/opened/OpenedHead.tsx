/** The cell in words, how many stand behind it, the way back and the file to take along. */
import { DownloadOutlined, LeftOutlined } from "@ant-design/icons";
import { Alert, Button, Flex } from "antd";
import { useNavigate } from "react-router";
import { PageHead } from "../../../kit/PageHead";
import { useScope } from "../../../kit/scope";
import { useAnalysisTexts } from "../words";
import { fileOf, type Question } from "./question";
import { type Opened, titleOf } from "./told";

interface Props {
  opened: Opened | undefined;
  behind: "members" | "receipts";
  question: Question;
  /** How many there are, for the title. */
  many: string;
  says: string;
}

export function OpenedHead({ opened, behind, question, many, says }: Props) {
  const { say, language } = useAnalysisTexts();
  const go = useNavigate();
  const { search } = useScope();
  const away = opened?.out_of_reach ?? 0;
  return (
    <>
      <PageHead
        title={opened ? `${titleOf(opened, language, say("none"))} · ${many}` : ""}
        says={says}
        actions={
          <>
            <Button icon={<LeftOutlined />} onClick={() => go(`/analyses/${question.path.name}${search}`)}>
              {say("back")}
            </Button>
            {(["xlsx", "csv"] as const).map((format) => (
              <Button
                key={format}
                icon={<DownloadOutlined />}
                href={fileOf(question, behind, format, language)}
                download
              >
                {say(format)}
              </Button>
            ))}
          </>
        }
      />
      {away > 0 && (
        <Flex style={{ marginBottom: 12 }}>
          <Alert
            type="info"
            showIcon
            title={say(behind === "members" ? "outOfReach" : "receiptsOutOfReach", { count: away })}
          />
        </Flex>
      )}
    </>
  );
}
