#include "core/base/files.h"
#include "core/eval/dataset.h"
#include "support/shared_data.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using base::ErrorCode;

class TstRetrievalDataset : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    [[nodiscard]] std::filesystem::path folder() const { return m_folder->path().toStdString(); }
    void write(const char* name, const char* content) const
    {
        QVERIFY(base::writeFileAtomically(folder() / name, content).has_value());
    }
    [[nodiscard]] ErrorCode code() const
    {
        const auto read = eval::readDataset(folder());
        return read ? ErrorCode::Internal : read.error().code;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void listsBesideAHeader()
    {
        write("dataset.json", R"({"schema": 1, "name": "small"})");
        write("pictures.jsonl",
              "{\"path\": \"p/0.jpg\", \"captions\": [\"a dog\", \"a brown dog\"]}\n\n"
              "{\"path\": \"p/1.jpg\", \"captions\": []}\n");
        write("speech.jsonl",
              R"({"picture": 1, "path": "s/0.flac", "text": "a cat", "speaker": "x", "condition": "noise0"})");
        write("tone.jsonl", R"({"path": "t.flac", "picture": "p/0.jpg", "other": "p/1.jpg"})");
        write("bad.jsonl", R"({"path": "b.flac", "kind": "silence"})");
        const auto dataset = eval::readDataset(folder()).value();
        QCOMPARE(dataset.name, std::string("small"));
        QCOMPARE(dataset.pictures.size(), std::size_t {2});
        QCOMPARE(dataset.pictures[0].captions[1], std::string("a brown dog"));
        QCOMPARE(dataset.utterances.size(), std::size_t {1});
        QCOMPARE(dataset.utterances[0].picture, std::size_t {1});
        QCOMPARE(dataset.utterances[0].condition, std::string("noise0"));
        QCOMPARE(dataset.utterances[0].file, folder() / "s/0.flac");
        QCOMPARE(dataset.tone[0].other, folder() / "p/1.jpg");
        QCOMPARE(dataset.bad[0].kind, std::string("silence"));
    }

    void imageFolder()
    {
        write("metadata.jsonl",
              "{\"file_name\": \"0.jpg\", \"captions\": [\"a\", \"b\"], \"audio\": [\"0.wav\", \"1.wav\"]}\n"
              "{\"file_name\": \"1.jpg\", \"text\": \"c\", \"audio\": \"2.wav\"}\n");
        const auto dataset = eval::readDataset(folder()).value();
        QCOMPARE(dataset.pictures.size(), std::size_t {2});
        QCOMPARE(dataset.utterances.size(), std::size_t {3});
        QCOMPARE(dataset.utterances[1].text, std::string("b"));
        QCOMPARE(dataset.utterances[2].picture, std::size_t {1});
        QCOMPARE(dataset.utterances[2].condition, std::string("clean"));
    }

    void realPhotos()
    {
        const auto photos = test::sharedDirectory() / "data" / "photos";
        SAYSEE_NEEDS(photos);
        const auto dataset = eval::readDataset(photos).value();
        QCOMPARE(dataset.pictures.size(), std::size_t {111});
        QCOMPARE(dataset.pictures[0].captions.size(), std::size_t {5});
        QVERIFY(std::filesystem::exists(dataset.pictures[0].file));
    }

    void wrongContent_isRefused_data()
    {
        QTest::addColumn<QByteArray>("line");
        QTest::addColumn<int>("expected");
        const int corrupt = static_cast<int>(ErrorCode::Corrupt);
        const int leadsOut = static_cast<int>(ErrorCode::InvalidArgument);
        QTest::newRow("no JSON") << QByteArray("{") << corrupt;
        QTest::newRow("no object") << QByteArray("[1]") << corrupt;
        QTest::newRow("no file") << QByteArray("{}") << corrupt;
        QTest::newRow("number as file") << QByteArray(R"({"file_name": 7})") << corrupt;
        QTest::newRow("numbers as captions") << QByteArray(R"({"file_name": "a", "captions": [1]})") << corrupt;
        QTest::newRow("audio without captions") << QByteArray(R"({"file_name": "a", "audio": "b"})") << corrupt;
        QTest::newRow("nothing") << QByteArray("\n") << corrupt;
        QTest::newRow("absolute") << QByteArray(R"({"file_name": "/etc/passwd"})") << leadsOut;
        QTest::newRow("out") << QByteArray(R"({"file_name": "a/../../b"})") << leadsOut;
        QTest::newRow("empty name") << QByteArray(R"({"file_name": ""})") << leadsOut;
    }
    void wrongContent_isRefused()
    {
        QFETCH(QByteArray, line);
        QFETCH(int, expected);
        write("metadata.jsonl", line.constData());
        QCOMPARE(static_cast<int>(code()), expected);
    }

    void wrongHeaders_areRefused()
    {
        QCOMPARE(code(), ErrorCode::NotFound);
        write("dataset.json", R"({"schema": 2})");
        QCOMPARE(code(), ErrorCode::VersionMismatch);
        write("dataset.json", R"({"schema": 1})");
        QCOMPARE(code(), ErrorCode::NotFound);
        write("pictures.jsonl", R"({"path": "0.jpg", "captions": ["a"]})");
        write("speech.jsonl", R"({"picture": 1, "path": "0.flac", "text": "a"})");
        QCOMPARE(code(), ErrorCode::Corrupt);
        write("speech.jsonl", R"({"picture": -1, "path": "0.flac", "text": "a"})");
        QCOMPARE(code(), ErrorCode::Corrupt);
    }
};

QTEST_GUILESS_MAIN(TstRetrievalDataset)
#include "tst_retrieval_dataset.moc"
