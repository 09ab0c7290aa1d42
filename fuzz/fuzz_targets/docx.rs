#![no_main]

demarche_fuzz::target!("docx");
