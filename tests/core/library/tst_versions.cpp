// Tunes as files and rows: one in use for each model, nothing lost, nothing twice.
#include "core/library/library.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace saysee;
using library::Version;

class TestVersions : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::unique_ptr<library::Library> m_library;
    int m_files = 0;

    [[nodiscard]] std::filesystem::path path() const { return m_folder.path().toStdString(); }

    library::Versions& versions() { return m_library->versions(); }

    base::VersionId add(const char* model, const std::string& content)
    {
        const auto file = path() / ("tune-" + std::to_string(++m_files));
        std::ofstream(file) << content;
        Version version;
        version.name = "of " + content;
        version.model = {model};
        version.metrics = {{"figure", 0.25}};
        version.reason = "It is better.";
        return versions().add(version, file).value();
    }

private Q_SLOTS:
    void init()
    {
        m_library =
            library::Library::open(path() / std::to_string(++m_files), library::Library::Mode::ReadWrite).value();
    }

    void added_isKeptWhole()
    {
        const auto id = add("m", "abc");
        const Version read = versions().get(id).value();
        QCOMPARE(read.name, std::string("of abc"));
        QCOMPARE(read.metrics["figure"].get<double>(), 0.25);
        QCOMPARE(read.reason, std::string("It is better."));
        QVERIFY(!read.inUse && !read.parent && read.createdAt > 0);
        std::string content;
        std::ifstream(read.file) >> content;
        QCOMPARE(content, std::string("abc"));
    }

    void sameContent_isKeptOnce()
    {
        QVERIFY(add("m", "abc") == add("m", "abc"));
        QCOMPARE(versions().list().value().size(), 1U);
    }

    void oneInUse_forEachModel()
    {
        const auto a = add("m", "a"), b = add("m", "b"), other = add("n", "c");
        for (const auto id : {other, a, b})
            QVERIFY(versions().use(id));
        QVERIFY(versions().inUse({"m"}).value()->id == b);
        QVERIFY(versions().inUse({"n"}).value()->id == other);
        QVERIFY(!versions().inUse({"unknown"}).value());
        QVERIFY(versions().useNone({"m"}));
        QVERIFY(!versions().inUse({"m"}).value());
        QVERIFY(versions().inUse({"n"}).value());
    }

    void removedOrRenamed()
    {
        const auto id = add("m", "abc");
        QVERIFY(versions().rename(id, "mine"));
        QCOMPARE(versions().get(id).value().name, std::string("mine"));
        QVERIFY(!versions().rename(id, " \n"));
        const auto file = versions().get(id).value().file;
        QVERIFY(versions().remove(id));
        QVERIFY(!std::filesystem::exists(file));
        QVERIFY(versions().list().value().empty());
        for (const auto& gone : {versions().remove(id), versions().use(id), versions().rename(id, "x")})
            QVERIFY(!gone && gone.error().code == base::ErrorCode::NotFound);
    }

    void missingFile_addsNothing()
    {
        Version version;
        version.name = "x";
        QVERIFY(!versions().add(version, path() / "no such file"));
        QVERIFY(versions().list().value().empty());
    }
};

QTEST_GUILESS_MAIN(TestVersions)
#include "tst_versions.moc"
