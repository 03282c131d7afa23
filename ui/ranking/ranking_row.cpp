#include "ui/ranking/ranking_row.h"

#include <QLabel>
#include <algorithm>
#include <cmath>

#include "ui/common/theme.h"
#include "ui/ranking/gate_bars.h"

namespace adapnet::ui {

namespace {

constexpr int kHeaderHeight = 24;
constexpr int kGateHeight = 24;
constexpr int kTileGap = 4;
constexpr int kSmallestTile = 72;  // below this ten tiles go on two lines
constexpr int kLargestTile = 168;
constexpr int kLowestTile = 64;  // where the room is low

}  // namespace

RankingRow::RankingRow(int row, ThumbnailProvider* thumbnails, QWidget* parent)
    : QWidget(parent),
      m_row(row),
      m_thumbnails(thumbnails),
      m_name(new QLabel(this)),
      m_gateText(new QLabel(this)),
      m_gateBars(new GateBars(this)),
      m_precision(new QLabel(this)),
      m_cosine(new QLabel(this)),
      m_lostTitle(new QLabel(this)),
      m_largestTile(kLargestTile) {
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    m_name->setTextFormat(Qt::PlainText);
    for (QLabel* label : {m_gateText, m_cosine, m_lostTitle}) label->setObjectName(QStringLiteral("caption"));
    const auto useFonts = [this] {
        m_name->setFont(Theme::instance().headingFont());
        for (QLabel* label : {m_gateText, m_cosine, m_lostTitle, m_precision})
            label->setFont(Theme::instance().captionFont());
    };
    useFonts();
    connect(&Theme::instance(), &Theme::changed, this, useFonts);
}

void RankingRow::fitTiles(std::vector<ResultTile*>& tiles, std::size_t count, ResultTile::Form form) {
    while (tiles.size() < count) {
        auto* tile = new ResultTile(form, m_thumbnails, this);
        const int index = static_cast<int>(tiles.size());
        if (form == ResultTile::Form::Tile) {
            connect(tile, &QAbstractButton::clicked, this,
                    [this, tile] { Q_EMIT chosen(m_row, tile->cell().rank); });
            connect(tile, &ResultTile::activated, this,
                    [this, tile] { Q_EMIT activated(m_row, tile->cell().rank); });
        } else {
            connect(tile, &QAbstractButton::clicked, this,
                    [this, index] { Q_EMIT lostActivated(m_row, index); });
            connect(tile, &ResultTile::activated, this,
                    [this, index] { Q_EMIT lostActivated(m_row, index); });
        }
        tiles.push_back(tile);
    }
    for (std::size_t i = 0; i < tiles.size(); ++i) tiles[i]->setVisible(i < count);
}

void RankingRow::show(const RankingModel& model) {
    const auto cells = model.cells(m_row);
    const auto lost = model.lost(m_row);
    m_shown = cells.size();
    m_shownLost = lost.size();
    fitTiles(m_tiles, m_shown, ResultTile::Form::Tile);
    fitTiles(m_lost, m_shownLost, ResultTile::Form::Chip);
    const bool focusedHere = model.focusedRow() == m_row;
    const auto focused = model.result(model.focusedRow(), model.focusedRank());
    const auto markOf = [&](const RankingCell& cell, bool inList) {
        if (!focused) return ResultTile::Mark::None;
        if (focusedHere && inList) {
            return cell.rank == model.focusedRank() ? ResultTile::Mark::Current : ResultTile::Mark::None;
        }
        return cell.image == focused->image ? ResultTile::Mark::SamePicture : ResultTile::Mark::None;
    };
    for (std::size_t i = 0; i < m_shown; ++i) {
        m_tiles[i]->setCell(cells[i]);
        m_tiles[i]->setMark(markOf(cells[i], true));
        // Without a chosen result the first tile of each row can be reached with Tab.
        if (!focused && i == 0) m_tiles[i]->setFocusPolicy(Qt::StrongFocus);
    }
    for (std::size_t i = 0; i < m_shownLost; ++i) {
        m_lost[i]->setCell(lost[i]);
        m_lost[i]->setMark(markOf(lost[i], false));
    }
    m_name->setText(model.modelName(m_row));
    m_precision->setText(model.averagePrecisionText(m_row));
    m_precision->setToolTip(tr("Average precision of this query, and its change against the clean query"));
    m_cosine->setText(model.cosineText(m_row));
    m_cosine->setToolTip(tr("How alike the descriptors of the degraded and the clean query are"));
    m_gateText->setText(model.gateText(m_row));
    const auto shares = model.gateShares(m_row);
    m_hasGate = !shares.empty();
    m_gateBars->setShares(shares);
    QStringList all;
    for (const GateShare& share : model.gate(m_row))
        all << tr("%1 %2 %", "kind of degradation and its share")
                   .arg(share.name)
                   .arg(static_cast<int>(std::lround(share.share * 100)));
    m_gateBars->setToolTip(all.join(QLatin1Char('\n')));
    m_gateBars->setAccessibleName(all.join(QStringLiteral(", ")));
    m_gateText->setVisible(m_hasGate);
    m_gateBars->setVisible(m_hasGate);
    m_comparesWithClean = model.comparesWithClean(m_row);
    m_lostTitle->setVisible(m_comparesWithClean);
    m_lostTitle->setText(m_shownLost == 0 ? tr("Nothing lost from the first 10 of the clean query")
                                          : tr("Lost from the first 10 of the clean query"));
    setAccessibleName(model.modelName(m_row));
    updateGeometry();
    arrange(width(), true);
}

ResultTile* RankingRow::tile(int rank) const {
    for (std::size_t i = 0; i < m_shown; ++i)
        if (m_tiles[i]->cell().rank == rank) return m_tiles[i];
    return nullptr;
}

int RankingRow::arrange(int width, bool apply) const {
    // Header: name on the left, figures on the right, the estimate between them or below.
    const auto widthOf = [](const QLabel* label) {
        return label->text().isEmpty() ? 0 : label->sizeHint().width();
    };
    int right = width;
    for (QLabel* label : {m_cosine, m_precision}) {
        const int needed = widthOf(label);
        if (apply) label->setGeometry(right - needed, 0, needed, kHeaderHeight);
        if (needed > 0) right -= needed + space::kMedium;
    }
    const int nameWidth = std::min(widthOf(m_name), std::max(right, 80));
    if (apply) m_name->setGeometry(0, 0, nameWidth, kHeaderHeight);
    int y = kHeaderHeight;
    if (m_hasGate) {
        const int bars = m_gateBars->sizeHint().width();
        const int needed = bars + space::kSmall + widthOf(m_gateText);
        const bool beside = nameWidth + space::kLarge + needed + space::kMedium <= right;
        const int x = beside ? nameWidth + space::kLarge : 0;
        const int top = beside ? 0 : y;
        if (apply) {
            m_gateBars->setGeometry(x, top + (kGateHeight - 16) / 2, bars, 16);
            m_gateText->setGeometry(x + bars + space::kSmall, top,
                                    std::min(widthOf(m_gateText), width - x - bars - space::kSmall),
                                    kGateHeight);
        }
        if (!beside) y += kGateHeight;
    }
    y += space::kTight;

    constexpr int kPage = RankingModel::kRanksPerPage;
    const int tenWide = (width - (kPage - 1) * kTileGap) / kPage;
    const int columns = tenWide >= kSmallestTile ? kPage : kPage / 2;
    const int fitting = std::max((width - (columns - 1) * kTileGap) / columns, 40);
    const int side = std::min(fitting, columns == kPage ? m_largestTile : kLargestTile);
    // Most photographs are wider than high, so low tiles keep more width than height.
    const int tileWidth = std::min(fitting, side * 3 / 2);
    const double step = static_cast<double>(width - tileWidth) / (columns - 1);
    const int tileHeight = ResultTile::tileHeight(side);
    if (apply) {
        for (int i = 0; i < static_cast<int>(m_shown); ++i)
            m_tiles[static_cast<std::size_t>(i)]->setGeometry(static_cast<int>((i % columns) * step),
                                                              y + (i / columns) * (tileHeight + kTileGap),
                                                              tileWidth, tileHeight);
    }
    const int lines = std::max(1, (static_cast<int>(m_shown) + columns - 1) / columns);
    y += lines * tileHeight + (lines - 1) * kTileGap;
    return m_comparesWithClean ? arrangeLost(width, y + space::kTight, apply) : y;
}

int RankingRow::arrangeLost(int width, int y, bool apply) const {
    // The height of one line is kept also while nothing is lost, so that the rows below stay where they are.
    const int title = m_lostTitle->sizeHint().width();
    const int height = ResultTile::kChipHeight;
    if (apply) m_lostTitle->setGeometry(0, y, std::min(title, width), height);
    const int left = title + space::kMedium;
    int x = left;
    for (std::size_t i = 0; i < m_shownLost; ++i) {
        const int needed = m_lost[i]->chipWidth();
        if (x + needed > width && x > left) {
            x = left;
            y += height + kTileGap;
        }
        if (apply) m_lost[i]->setGeometry(x, y, needed, height);
        x += needed + space::kTight;
    }
    return y + height;
}

void RankingRow::setRoom(int height) {
    const int lost = m_comparesWithClean ? space::kTight + ResultTile::kChipHeight : 0;
    const int picture = height - kHeaderHeight - space::kTight - ResultTile::tileHeight(0) - lost;
    const int largest = std::clamp(picture, kLowestTile, kLargestTile);
    if (largest == m_largestTile) return;
    m_largestTile = largest;
    updateGeometry();
    arrange(width(), true);
}

int RankingRow::heightForWidth(int width) const {
    return arrange(width, false);
}

QSize RankingRow::sizeHint() const {
    return {880, arrange(880, false)};
}

QSize RankingRow::minimumSizeHint() const {
    return {5 * 48, 120};
}

void RankingRow::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange(width(), true);
}

}  // namespace adapnet::ui
