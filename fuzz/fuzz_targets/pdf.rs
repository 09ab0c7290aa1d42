#![no_main]

demarche_fuzz::target!("pdf");
