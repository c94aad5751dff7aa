-- How the facts of an answer came to be found, where they are not our own: what was asked, the replies as they came, the lineage. Sealed.
alter table exchange add column provenance blob;
