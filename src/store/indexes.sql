-- Made anew after the resolved tables are filled, which is quicker than keeping them while they are.
CREATE UNIQUE INDEX documents_id ON documents (id);
CREATE UNIQUE INDEX entities_id ON entities (id);
CREATE INDEX entity_names_entity ON entity_names (entity);
CREATE INDEX entity_names_string ON entity_names (string);
CREATE INDEX entities_identified ON entities (identifiers) WHERE identifiers <> '[]';
CREATE INDEX members_entity ON members (entity, document);
CREATE UNIQUE INDEX topics_id ON topics (id);
CREATE INDEX topic_phrases_topic ON topic_phrases (topic);
CREATE UNIQUE INDEX office_facts_id ON office_facts (id);
CREATE INDEX office_facts_holder ON office_facts (holder);
CREATE INDEX office_facts_of ON office_facts ("of");
CREATE UNIQUE INDEX act_facts_id ON act_facts (id);
CREATE INDEX act_facts_source ON act_facts (source, relation);
CREATE INDEX act_facts_target ON act_facts (target, relation);
CREATE INDEX act_facts_topic ON act_facts (topic, relation);
CREATE UNIQUE INDEX position_facts_id ON position_facts (id);
CREATE INDEX position_facts_holder ON position_facts (holder, topic);
CREATE INDEX position_facts_topic ON position_facts (topic, stance);
