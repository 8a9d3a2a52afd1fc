#include "core/base/files.h"

#include <QTemporaryDir>
#include <QTest>
#include <stdexcept>

using namespace saysee::base;

class TstFiles : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }

private Q_SLOTS:
    void written_isReadBack()
    {
        QVERIFY(writeFileAtomically(at("a"), "one").has_value());
        QVERIFY(writeFileAtomically(at("a"), "two").has_value());
        QCOMPARE(readFile(at("a")).value(), std::string("two"));
        std::size_t count = 0;
        for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(m_folder.path().toStdString()))
            ++count;
        QCOMPARE(count, std::size_t(1));  // no temporary file is left behind
    }

    void absentAndTooLarge_areErrors()
    {
        QCOMPARE(readFile(at("absent")).error().code, ErrorCode::NotFound);
        QVERIFY(writeFileAtomically(at("big"), std::string(100, 'x')).has_value());
        QCOMPARE(readFile(at("big"), 99).error().code, ErrorCode::Corrupt);
        QCOMPARE(writeFileAtomically(at("no/such/folder"), "x").error().code, ErrorCode::Io);
        const auto broken = readFile("/proc/self/mem");  // opens, and fails when it is read: no end of a file
        QVERIFY(!broken.has_value());
        QCOMPARE(broken.error().code, ErrorCode::Io);
    }

    void json_brokenOrDeep_isCorrupt()
    {
        QCOMPARE(parseJson("{\"a\": [1, 2]}", "x").value()["a"][1].get<int>(), 2);
        QCOMPARE(parseJson("{", "x").error().code, ErrorCode::Corrupt);
        const std::string deep = std::string(100'000, '[') + std::string(100'000, ']');
        QCOMPARE(parseJson(deep, "x").error().code, ErrorCode::Corrupt);
    }

    void json_ofBytesThatAreNoText_isWritten()
    {
        const std::string text = jsonText({{"speaker", "M\xfcller"}});
        QCOMPARE(parseJson(text, "x").value()["speaker"].get<std::string>(), std::string("M\xef\xbf\xbdller"));
        QCOMPARE(jsonText({{"a", 1}}, 1), std::string("{\n \"a\": 1\n}"));
    }

    void exceptions_becomeErrors()
    {
        const auto throwing = []() -> Result<int> { throw std::runtime_error("why"); };
        QCOMPARE(withoutExceptions(throwing).error().code, ErrorCode::Internal);
        const auto greedy = []() -> Status { throw std::bad_alloc(); };
        QCOMPARE(withoutExceptions(greedy).error().code, ErrorCode::OutOfMemory);
        QCOMPARE(withoutExceptions([]() -> Result<int> { return 3; }).value(), 3);
    }
};

QTEST_GUILESS_MAIN(TstFiles)
#include "tst_files.moc"
