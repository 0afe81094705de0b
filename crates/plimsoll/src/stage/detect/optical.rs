//! The same for optical images.

use super::{Laid, Shown};
use crate::error::UserError;
use crate::scenes::{self, Found, of_case, optical, rows};
use plimsoll_case::exhibit::ExhibitEntry;
use plimsoll_imagery::optical::{OpticalOptions, OpticalScene};

impl Laid<'_> {
    /// Searches one optical scene.
    pub(super) fn show_optical(
        &self,
        entry: &ExhibitEntry,
        options: &OpticalOptions,
        shown: &mut Shown,
    ) -> Result<(), UserError> {
        let case = self.case;
        let said = of_case::said(case, entry);
        let id = rows::scene_id(entry.id);
        let params = &self.optical_params;
        let searched = of_case::source(case, entry).and_then(|source| {
            let found = optical::search(&source, options, &self.charted, &self.berths, id, params)?;
            Ok((found, optical::open(&source, options, &params.scenes)?))
        });
        let ((found, optical), opened): ((Found, optical::OpticalFound), OpticalScene) = match searched {
            Ok(searched) => searched,
            Err(why) => {
                let refused = rows::refused(entry.id, entry.shown_name(), &said, &why);
                let row = plimsoll_model::Scene { form: "optical".to_owned(), ..refused };
                shown.looks.extend(
                    self.places.iter().filter_map(|(place, _)| rows::refused_look(&row, place, &why.message)),
                );
                shown.scenes.push(row);
                return Ok(());
            }
        };
        let mut row = rows::scene(&found, entry.id, entry.shown_name(), &said, &[]);
        scenes::optical::complete(&mut row, &optical);
        let mut raster = opened.raster;
        for (place, points) in &self.places {
            let both = (&found, &optical);
            shown.looks.extend(scenes::optical::look(
                &mut raster,
                both,
                &row,
                (place, points),
                self.min_usable_fraction,
            )?);
        }
        shown.detections.extend(found.found.detections);
        shown.scenes.push(row);
        Ok(())
    }
}
