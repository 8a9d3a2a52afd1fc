// What a search may show of a library: filters, words and stacks.
#include "core/session/library_catalog.h"
#include "support/need.h"

#include <QTemporaryDir>
#include <QTest>

using namespace saysee;
using base::PhotoId;
using test::need;

class TstLibraryCatalog : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<library::Library> m_library;
    base::FolderId m_photos;

    // A row as indexing would have written it.
    PhotoId photo(const std::string& name)
    {
        auto insert = need(m_library->database().prepare(
            "INSERT INTO photos (folder_id, path, size, mtime_ns, inode) VALUES (?, ?, 1, 0, 1)"));
        need(insert.bind({m_photos.value, store::Blob(name)}).run());
        const PhotoId id {m_library->database().lastInsertId()};
        describe(id, "", 0);
        return id;
    }
    void describe(PhotoId id, const std::string& title, int rating)
    {
        image::PhotoMetadata metadata;
        metadata.title = title;
        metadata.rating = rating;
        need(m_library->photos().setContent(id, {std::string(32, char('a' + id.value)), metadata}));
    }
    std::vector<PhotoId> written(const std::string& text, const search::PhotoFilter& filter = {})
    {
        session::LibraryCatalog catalog(*m_library);
        auto matches = need(catalog.matching(text, 10));
        need(catalog.admission(filter)).keepAdmitted(matches);
        std::vector<PhotoId> photos;
        for (const auto& match : matches)
            photos.push_back(match.photo);
        return photos;
    }
    std::vector<PhotoId> admitted(const search::PhotoFilter& filter)
    {
        session::LibraryCatalog catalog(*m_library);
        const auto admission = need(catalog.admission(filter));
        std::vector<PhotoId> photos;
        for (const PhotoId id : m_all)
            if (admission.admits(id))
                photos.push_back(id);
        return photos;
    }

    std::vector<PhotoId> m_all;  // the first is shown for the second and third

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        const std::filesystem::path root = m_folder->path().toStdString();
        std::filesystem::create_directories(root / "photos");
        m_library = need(library::Library::open(root / "library", library::Library::Mode::ReadWrite));
        m_photos = need(m_library->folders().add(root / "photos"));
        m_all = {photo("shot1.jpg"), photo("shot2.jpg"), photo("shot3.jpg"), photo("other.jpg")};
        auto stack =
            need(m_library->database().prepare("UPDATE photos SET stack_leader = ?, stack_kind = 2 WHERE id = ?"));
        for (const PhotoId member : {m_all[1], m_all[2]})
            need(stack.bind({m_all[0].value, member.value}).run());
    }
    void cleanup() { m_library.reset(); }

    void stacks_areShownOnce()
    {
        QCOMPARE(admitted({}), (std::vector {m_all[0], m_all[3]}));
        search::PhotoFilter folder;
        folder.folders = {std::filesystem::path(m_folder->path().toStdString()) / "photos"};
        QCOMPARE(admitted(folder), (std::vector {m_all[0], m_all[3]}));
    }

    void ratedShotsOfABurst_areFound()
    {
        search::PhotoFilter rated;
        rated.lowestRating = 3;
        describe(m_all[1], "", 4);
        QCOMPARE(admitted(rated), std::vector {m_all[1]});
        describe(m_all[0], "", 5);
        QCOMPARE(admitted(rated), std::vector {m_all[0]});  // it stands for both
    }

    void titledShotsOfABurst_areFound()
    {
        describe(m_all[2], "The jump", 4);
        QCOMPARE(written("jump"), std::vector {m_all[2]});
        search::PhotoFilter rated;
        rated.lowestRating = 3;
        describe(m_all[0], "", 5);
        QCOMPARE(written("jump", rated), std::vector {m_all[2]});
        describe(m_all[0], "Before the jump", 5);
        QCOMPARE(written("jump"), std::vector {m_all[0]});
        describe(m_all[2], "The jump", 0);
        QCOMPARE(written("jump", rated), std::vector {m_all[0]});
    }
};

QTEST_GUILESS_MAIN(TstLibraryCatalog)
#include "tst_library_catalog.moc"
