//! One layer of map tiles: those at hand, those asked for, and the ones that stand in meanwhile.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use egui::{self, Pos2, Rect, pos2};

use walkers::{Style, Text, Tile, TilePiece, Tiles, sources::Attribution};

use crate::{
    basemap::{
        Archive, ArchiveFeed, Arrival, Credit, Fetcher, FetcherOptions, MAX_ZOOM, Status, TileId,
        TileSource,
    },
    coordinates::{
        Mercator,
        mercator::{TILE_POINTS, points_per_unit},
    },
    ui::state::camera::Camera,
};

/// The largest side of a picture that counts as a tile.
const MOST_PIXELS: u32 = 2048;

/// How many tiles stay in memory beyond those on screen.
const SPARE: usize = 160;

/// A tile ready to be drawn. Its labels are kept apart, because the window places all labels.
#[derive(Clone)]
pub struct Sheet {
    tile: Tile,
    texts: Arc<[Text]>,
}

/// Where the tiles come from.
enum Supply {
    Archive(ArchiveFeed<Sheet>),
    Network(Fetcher<Sheet>),
}

/// A piece of the grid that was drawn in the last frame, and the tile it was cut from.
#[derive(Clone, Copy)]
struct Shown {
    grid: TileId,
    from: TileId,
}

pub struct TileLayer {
    supply: Supply,
    tile_size: u32,
    min_zoom: u8,
    max_zoom: u8,
    credits: Vec<Credit>,
    /// Pictures are a light ground, whatever the theme.
    pub pictures: bool,
    sheets: BTreeMap<TileId, (Sheet, u64)>,
    missing: BTreeSet<TileId>,
    wanted: Vec<TileId>,
    shown: Vec<Shown>,
    frame: u64,
    /// How many pieces of the last frame had no tile at all…
    holes: usize,
    /// …and how many only a coarser one that stood in.
    coarse: usize,
    /// Decode what is missing while drawing instead of behind it.
    pub at_once: bool,
    /// How many levels are looked through for a tile: any that stands in, or only a near one so
    /// that an enlarged smear does not hide the detail of the bundled map below.
    stand_in: u8,
}

impl std::fmt::Debug for TileLayer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TileLayer")
            .field("sheets", &self.sheets.len())
            .field("shown", &self.shown.len())
            .field("holes", &self.holes)
            .finish_non_exhaustive()
    }
}

impl TileLayer {
    /// Tiles of an archive, which must hold tiles of 512 points as vector archives do.
    #[must_use]
    pub fn archive(ctx: &egui::Context, archive: Arc<Archive>, style: Style) -> Self {
        let tile_size = archive.kind().tile_size();
        let pictures = archive.kind().is_picture();
        let (min_zoom, max_zoom) = (archive.min_zoom(), archive.max_zoom());
        let credits = archive.attribution().to_vec();
        let wake = ctx.clone();
        let feed = ArchiveFeed::new(archive, decoder(ctx.clone(), style, tile_size), move || {
            wake.request_repaint();
        });
        Self::new(
            Supply::Archive(feed),
            tile_size,
            min_zoom..=max_zoom,
            credits,
            pictures,
        )
    }

    /// Tiles from the network.
    #[must_use]
    pub fn network(
        ctx: &egui::Context,
        source: TileSource,
        options: FetcherOptions,
        style: Style,
    ) -> Self {
        let tile_size = source.tile_size;
        let zooms = source.min_zoom..=source.max_zoom;
        let credits = source.attribution.clone();
        let pictures = source.kind.is_picture();
        let wake = ctx.clone();
        let fetcher = Fetcher::new(
            source,
            options,
            decoder(ctx.clone(), style, tile_size),
            move || wake.request_repaint(),
        );
        Self::new(
            Supply::Network(fetcher),
            tile_size,
            zooms,
            credits,
            pictures,
        )
    }

    fn new(
        supply: Supply,
        tile_size: u32,
        zooms: std::ops::RangeInclusive<u8>,
        credits: Vec<Credit>,
        pictures: bool,
    ) -> Self {
        Self {
            supply,
            tile_size,
            min_zoom: *zooms.start(),
            max_zoom: *zooms.end(),
            credits,
            pictures,
            sheets: BTreeMap::new(),
            missing: BTreeSet::new(),
            wanted: Vec::new(),
            shown: Vec::new(),
            frame: 0,
            holes: 0,
            coarse: 0,
            at_once: false,
            stand_in: MAX_ZOOM,
        }
    }

    /// This layer lies over the bundled map and gives way to it where it has nothing near.
    #[must_use]
    pub const fn over_another(mut self) -> Self {
        self.stand_in = 4;
        self
    }

    /// Take in what has arrived. Called before the map is drawn.
    pub fn begin_frame(&mut self) {
        self.frame += 1;
        self.wanted.clear();
        self.shown.clear();
        self.holes = 0;
        self.coarse = 0;
        let arrived = match &mut self.supply {
            Supply::Archive(feed) => feed.take(),
            Supply::Network(fetcher) => fetcher.take(),
        };
        for (id, arrival) in arrived {
            self.keep(id, arrival);
        }
        // The tile of the whole world stands in for any other, so that zooming far out never
        // meets a blank map.
        if self.at_once
            && let Supply::Archive(feed) = &self.supply
            && let Some(world) = TileId::new(0, 0, 0)
            && self.min_zoom == 0
            && !self.sheets.contains_key(&world)
        {
            let arrival = feed.now(world);
            self.keep(world, arrival);
        }
    }

    /// Ask for what was missing and let go of what has not been drawn for long. Called after.
    pub fn end_frame(&mut self) {
        // Best first: what is nearest to the middle, which is where walkers starts.
        let mut seen = BTreeSet::new();
        self.wanted.retain(|id| seen.insert(*id));
        match &mut self.supply {
            Supply::Archive(feed) => feed.want(&self.wanted),
            Supply::Network(fetcher) => fetcher.want(&self.wanted),
        }
        let surplus = self.sheets.len().saturating_sub(SPARE + self.shown.len());
        if surplus > 0 {
            let mut ages: Vec<(u64, TileId)> = self
                .sheets
                .iter()
                .filter(|(id, _)| id.zoom() > 0)
                .map(|(id, (_, used))| (*used, *id))
                .collect();
            ages.sort_unstable();
            for (_, id) in ages.into_iter().take(surplus) {
                self.sheets.remove(&id);
            }
        }
    }

    /// Whether the last frame showed every tile of this layer in full detail.
    #[must_use]
    pub const fn is_complete(&self) -> bool {
        self.holes == 0 && self.coarse == 0
    }

    /// Whether the last frame left nothing of what lies below to be seen.
    #[must_use]
    pub const fn covers_all(&self) -> bool {
        self.is_visible() && self.holes == 0
    }

    /// Whether the last frame showed anything of this layer.
    #[must_use]
    pub const fn is_visible(&self) -> bool {
        !self.shown.is_empty()
    }

    #[must_use]
    pub fn credits(&self) -> &[Credit] {
        &self.credits
    }

    /// How the network is doing; nothing for archives.
    #[must_use]
    pub fn status(&self) -> Option<Status> {
        match &self.supply {
            Supply::Archive(_) => None,
            Supply::Network(fetcher) => Some(fetcher.status()),
        }
    }

    /// Why tiles are not kept on disk, if they are not.
    #[must_use]
    pub fn cache_note(&self) -> Option<String> {
        match &self.supply {
            Supply::Archive(_) => None,
            Supply::Network(fetcher) => fetcher.cache_note(),
        }
    }

    pub fn retry_now(&self) {
        if let Supply::Network(fetcher) = &self.supply {
            fetcher.retry_now();
        }
    }

    /// Whether the last frame drew a tile over this place.
    #[must_use]
    pub fn covers(&self, at: Mercator) -> bool {
        self.shown.iter().any(|shown| {
            let (min, size) = extent(shown.grid);
            (min.x..min.x + size).contains(&at.x) && (min.y..min.y + size).contains(&at.y)
        })
    }

    /// The labels of the tiles drawn in the last frame, with their places on the screen.
    pub fn labels(&self, camera: Camera, map: Rect) -> impl Iterator<Item = (Text, Mercator)> + '_ {
        let scale = points_per_unit(camera.zoom);
        let zoom = camera.zoom - f64::from(self.tile_size / 256).log2();
        self.shown.iter().flat_map(move |shown| {
            let (grid_min, grid_size) = extent(shown.grid);
            let (min, size) = extent(shown.from);
            let texts = self
                .sheets
                .get(&shown.from)
                .map_or(&[][..], |(sheet, _)| &sheet.texts);
            texts.iter().filter_map(move |text| {
                let part = size / f64::from(self.tile_size);
                let at = Mercator {
                    x: min.x + f64::from(text.position.x) * part,
                    y: min.y + f64::from(text.position.y) * part,
                };
                let inside = (grid_min.x..grid_min.x + grid_size).contains(&at.x)
                    && (grid_min.y..grid_min.y + grid_size).contains(&at.y);
                let early = text.min_zoom.is_some_and(|least| zoom < f64::from(least));
                if !inside || early {
                    return None;
                }
                #[expect(clippy::cast_possible_truncation, reason = "screen places are f32")]
                let position = map.center()
                    + egui::vec2(
                        ((at.x - camera.center.x) * scale) as f32,
                        ((at.y - camera.center.y) * scale) as f32,
                    );
                Some((
                    Text {
                        position,
                        ..text.clone()
                    },
                    at,
                ))
            })
        })
    }

    fn keep(&mut self, id: TileId, arrival: Arrival<Sheet>) {
        match arrival {
            Arrival::Tile(sheet) => {
                self.sheets.insert(id, (sheet, self.frame));
            }
            Arrival::Missing => {
                self.missing.insert(id);
            }
        }
    }

    /// The tile to ask for to cover `grid`: itself, or the nearest ancestor that exists.
    fn best(&self, grid: TileId) -> Option<TileId> {
        let mut id = grid.ancestor(self.max_zoom.min(grid.zoom()))?;
        while self.missing.contains(&id) {
            id = id.parent()?;
        }
        (id.zoom() >= self.min_zoom).then_some(id)
    }

    /// The tile at hand that covers `id` in most detail, less than `stand_in` levels above it.
    fn at_hand(&mut self, id: TileId) -> Option<TileId> {
        let mut next = Some(id);
        for _ in 0..self.stand_in {
            let id = next?;
            if let Some((_, used)) = self.sheets.get_mut(&id) {
                *used = self.frame;
                return Some(id);
            }
            next = id.parent();
        }
        None
    }
}

impl Tiles for TileLayer {
    fn at(&mut self, id: walkers::TileId) -> Option<TilePiece> {
        let grid = TileId::new(id.zoom, id.x, id.y)?;
        let Some(mut best) = self.best(grid) else {
            self.holes += 1;
            return None;
        };
        while self.at_once && !self.sheets.contains_key(&best) {
            let Supply::Archive(feed) = &self.supply else {
                break;
            };
            let arrival = feed.now(best);
            self.keep(best, arrival);
            let Some(next) = self.best(grid) else {
                self.holes += 1;
                return None;
            };
            best = next;
        }
        // The network is asked for what is at hand too: it may be an outdated copy, and only
        // what stays wanted is asked for again.
        if !self.sheets.contains_key(&best) || matches!(self.supply, Supply::Network(_)) {
            self.wanted.push(best);
        }
        let Some(from) = self.at_hand(best) else {
            self.holes += 1;
            return None;
        };
        self.coarse += usize::from(from != best);
        self.shown.push(Shown { grid, from });
        let (sheet, _) = self.sheets.get(&from)?;
        Some(TilePiece::new(sheet.tile.clone(), part(grid, from)))
    }

    fn attribution(&self) -> Attribution {
        // Drawn by the window, which knows what is on screen.
        Attribution {
            text: "",
            url: "",
            logo_light: None,
            logo_dark: None,
        }
    }

    fn tile_size(&self) -> u32 {
        self.tile_size
    }
}

fn decoder(
    ctx: egui::Context,
    style: Style,
    tile_size: u32,
) -> impl Fn(TileId, &[u8]) -> Result<Sheet, String> + Send + Sync + 'static {
    move |id, bytes| {
        if bytes.is_empty() {
            return Err("the tile is empty".to_owned());
        }
        refuse_huge_picture(bytes)?;
        let tile = Tile::new(bytes, &style, id.zoom(), tile_size, &ctx)
            .map_err(|error| error.to_string())?;
        Ok(match tile {
            Tile::Vector { drawables, texts } => Sheet {
                tile: Tile::Vector {
                    drawables,
                    texts: Vec::new(),
                },
                texts: texts.into(),
            },
            picture @ Tile::Raster(_) => Sheet {
                tile: picture,
                texts: Arc::new([]),
            },
        })
    }
}

/// A picture is looked at before it is unpacked: a small file may claim any size, and graphics
/// drivers take no more than 8192 pixels.
fn refuse_huge_picture(bytes: &[u8]) -> Result<(), String> {
    let reader = image::ImageReader::new(std::io::Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| error.to_string())?;
    if reader.format().is_none() {
        // A vector tile.
        return Ok(());
    }
    let (width, height) = reader
        .into_dimensions()
        .map_err(|error| error.to_string())?;
    if width.max(height) > MOST_PIXELS {
        return Err(format!("the picture has {width} × {height} pixels"));
    }
    Ok(())
}

/// The north-west corner and the side of a tile, in `mercator`.
fn extent(id: TileId) -> (Mercator, f64) {
    let size = TILE_POINTS / points_per_unit(f64::from(id.zoom()));
    let corner = Mercator {
        x: f64::from(id.x()) * size,
        y: f64::from(id.y()) * size,
    };
    (corner, size)
}

/// Which part of `from` shows `grid`, in texture coordinates.
fn part(grid: TileId, from: TileId) -> Rect {
    let (grid_min, grid_size) = extent(grid);
    let (min, size) = extent(from);
    #[expect(
        clippy::cast_possible_truncation,
        reason = "texture coordinates are f32"
    )]
    let at =
        |x: f64, y: f64| -> Pos2 { pos2(((x - min.x) / size) as f32, ((y - min.y) / size) as f32) };
    Rect::from_min_max(
        at(grid_min.x, grid_min.y),
        at(grid_min.x + grid_size, grid_min.y + grid_size),
    )
}
