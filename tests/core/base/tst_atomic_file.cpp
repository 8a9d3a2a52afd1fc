#include "core/base/atomic_file.h"
#include "core/base/files.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee::base;
using Permissions = std::filesystem::perms;

class TstAtomicFile : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    std::filesystem::path at(const char* name) const
    {
        return std::filesystem::path(m_folder.path().toStdString()) / name;
    }
    std::size_t filesThatBeginWith(const std::string& name) const
    {
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(m_folder.path().toStdString()))
            count += entry.path().filename().string().starts_with(name) ? 1 : 0;
        return count;
    }

private Q_SLOTS:
    void theTargetStaysUntilItIsPublished()
    {
        QVERIFY(writeFileAtomically(at("a"), "old"));
        auto file = AtomicFile::create(at("a"));
        QVERIFY2(file, file ? "" : file.error().message.c_str());
        QVERIFY(file->write("new ", 4));
        QVERIFY(file->write("content", 7));
        QCOMPARE(readFile(at("a")).value(), std::string("old"));
        QVERIFY(file->publish(FileUse::Document));
        QCOMPARE(readFile(at("a")).value(), std::string("new content"));
        QCOMPARE(filesThatBeginWith("a"), std::size_t(1));
    }

    void whatIsNotPublished_leavesNothing()
    {
        {
            auto file = AtomicFile::create(at("b"));
            QVERIFY(file && file->write("lost", 4));
            const AtomicFile moved = std::move(*file);
            QCOMPARE(filesThatBeginWith("b"), std::size_t(1));  // under another name
            QVERIFY(!std::filesystem::exists(at("b")));
        }
        QCOMPARE(filesThatBeginWith("b"), std::size_t(0));
    }

    void parts_areWrittenInAnyOrder_overZeroes()
    {
        auto file = AtomicFile::create(at("c"));
        QVERIFY(file && file->writeAt("tail", 4, 4) && file->writeAt("h", 1, 0) && file->resize(10));
        QVERIFY(file->publish(FileUse::Cache));
        QCOMPARE(readFile(at("c")).value(), std::string("h\0\0\0tail\0\0", 10));
    }

    void documents_areReadable_cachesTheOwnersAlone()
    {
        const auto permissions = [&](FileUse use) {
            auto file = AtomicFile::create(at("d"));
            return file && file->publish(use) ? std::filesystem::status(at("d")).permissions() : Permissions::none;
        };
        QCOMPARE(permissions(FileUse::Document), Permissions(0644));
        QCOMPARE(permissions(FileUse::Cache), Permissions(0600));
    }

    void whatCannotBeReplaced_isAnErrorThatNamesIt_andLeavesNothing()
    {
        QCOMPARE(AtomicFile::create(at("no/such/folder")).error().code, ErrorCode::Io);
        std::filesystem::create_directories(at("folder/full"));
        const auto published = AtomicFile::create(at("folder")).and_then([](AtomicFile file) {
            return file.publish(FileUse::Document);
        });
        QVERIFY(!published);
        QCOMPARE(published.error().code, ErrorCode::Io);
        QVERIFY(published.error().message.find("/folder") != std::string::npos);
        QCOMPARE(filesThatBeginWith("folder"), std::size_t(1));
    }
};

QTEST_GUILESS_MAIN(TstAtomicFile)
#include "tst_atomic_file.moc"
