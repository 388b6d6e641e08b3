/* SPDX-License-Identifier: Apache-2.0 */
/* Our own check of the finished structure tree (ISO 14289-1 §§ 7.1–7.9, 7.18.5; ISO 32000-1 § 14.7).
 *
 * It reads the objects of the file and trusts nothing of structure.c: parents point back, every MCID of every page belongs to exactly
 * one element and ParentTree agrees (veraPDF does not look), links have their annotation, figures an Alt, header cells a Scope, notes
 * an ID, headings no gap; cells stand in rows, rows in tables, items in lists. */
#include "internal.h"

#include <string.h>

typedef struct {
  MbWork *work;
  const GArray *streams; /* MbCheckedStream */
  MbRuleBroken broken;
  gpointer data;
  MbRef **parents;    /* ParentTree of streams: by stream, by MCID */
  GHashTable *annots; /* ParentTree of annotations: key → element, plus one to tell from absent */
  GHashTable *owners; /* page or form → index of its stream + 1 */
  GHashTable *keys;   /* key in ParentTree + 1 → the same */
  GHashTable *ids;    /* notes' IDs met */
  guint heading;      /* level of the last one */
  GArray *stack;      /* Step */
} Checker;

typedef struct {
  MbRef ref, parent;
  char parent_tag[16];
} Step;

static void
breaks (Checker *self, MbStandards standards, MbRef element, const char *rule)
{
  self->broken (self->data, standards, element, rule);
}

/* --- ParentTree -------------------------------------------------------------------------------------------------------------------- */

static guint
mcids_of (const Checker *self, guint stream)
{
  return g_array_index (self->streams, MbCheckedStream, stream).mcids;
}

static void
read_parents (Checker *self, guint stream, MbObj array)
{
  guint n = mb_file_n_items (self->work->file, array), mcids = mcids_of (self, stream);
  if (n != mcids)
    breaks (self, MB_STANDARDS_TAGGED, 0, "ParentTree and content differ in their number of MCIDs");
  for (guint i = 0; i < MIN (n, mcids); i++)
    self->parents[stream][i] =
        mb_file_ref (self->work->file, mb_file_item (self->work->file, array, i));
}

static void
read_parent_tree (Checker *self, MbObj root)
{
  MbFile *file = self->work->file;
  MbRef tree = mb_file_ref (file, mb_file_key (file, root, "/ParentTree"));
  guint n = 0;
  if (tree)
    n = mb_file_n_items (file, mb_file_key (file, mb_file_object (file, tree), "/Nums"));
  for (guint i = 0; i + 1 < n; i += 2) {
    MbObj nums = mb_file_key (file, mb_file_object (file, tree), "/Nums");
    guint key = (guint) mb_file_integer (file, mb_file_item (file, nums, i));
    MbObj value = mb_file_item (file, nums, i + 1);
    guint stream = GPOINTER_TO_UINT (g_hash_table_lookup (self->keys, GUINT_TO_POINTER (key + 1)));
    if (stream > 0)
      read_parents (self, stream - 1, value);
    else
      g_hash_table_insert (self->annots, GUINT_TO_POINTER (key),
                           GINT_TO_POINTER (mb_file_ref (file, value)));
    mb_file_release (file);
  }
}

/* --- One element --------------------------------------------------------------------------------------------------------------------- */

/* Whether @tag is a word of @tags. */
static gboolean
is_one_of (const char *tag, const char *tags)
{
  gsize length = strlen (tag);
  for (const char *at = tags; length > 1 && (at = strstr (at, tag)) != NULL; at += length)
    if (at[length] == ' ' || at[length] == '\0')
      return TRUE;
  return FALSE;
}

static gboolean
may_stand_in (const char *tag, const char *parent)
{
  static const struct {
    const char *tag, *parents;
  } RULES[] = {
    { "/TR", "/Table /THead /TBody /TFoot" },
    { "/TH", "/TR" },
    { "/TD", "/TR" },
    { "/THead", "/Table" },
    { "/TBody", "/Table" },
    { "/TFoot", "/Table" },
    { "/LI", "/L" },
    { "/TOCI", "/TOC" },
    { "/TOC", "/TOC /TOCI /Document /Part /Art /Sect /Div" },
    { "/LBody", "/LI" },
    { "/Lbl", "/LI /Note /Link /Reference /TOCI /BibEntry" },
  };
  for (guint i = 0; i < G_N_ELEMENTS (RULES); i++)
    if (strcmp (tag, RULES[i].tag) == 0)
      return is_one_of (parent, RULES[i].parents);
  return !is_one_of (parent, "/L /TOC /Table /THead /TBody /TFoot /TR /LI") ||
         strcmp (tag, "/Caption") == 0;
}

static gboolean
is_standard (const char *tag)
{
  return is_one_of (
      tag, "/Document /Part /Art /Sect /Div /BlockQuote /Caption /P /H1 /H2 /H3 /H4 /H5 /H6 /L /LI "
           "/Lbl /LBody /Table "
           "/TOC /TOCI /Index /THead /TBody /TFoot /TR /TH /TD /Span /Quote /Note /Reference /Code "
           "/Link "
           "/Figure");
}

static void
check_heading (Checker *self, MbRef ref, const char *tag)
{
  if (tag[1] != 'H' || !g_ascii_isdigit (tag[2]))
    return;
  guint level = tag[2] - '0';
  if (level > self->heading + 1)
    breaks (self, MB_STANDARD_UA_1, ref, "a heading level is skipped");
  self->heading = level;
}

static void
check_note (Checker *self, MbRef ref, MbObj element)
{
  const char *id =
      mb_file_string (self->work->file, mb_file_key (self->work->file, element, "/ID"));
  if (!*id || !g_hash_table_add (self->ids, g_strdup (id)))
    breaks (self, MB_STANDARD_UA_1, ref, "a note has no ID of its own");
}

static void
check_type (Checker *self, const Step *step, const char *tag, MbObj element)
{
  MbFile *file = self->work->file;
  if (!is_standard (tag))
    breaks (self, MB_STANDARDS_TAGGED, step->ref, "a structure type is not standard");
  if (step->parent_tag[0] && !may_stand_in (tag, step->parent_tag))
    breaks (self, MB_STANDARD_UA_1, step->ref, "an element stands in a wrong place");
  if (strcmp (tag, "/Figure") == 0 && !*mb_file_string (file, mb_file_key (file, element, "/Alt")))
    breaks (self, MB_STANDARDS_TAGGED, step->ref, NULL);
  if (strcmp (tag, "/TH") == 0 && !mb_file_key (file, mb_file_key (file, element, "/A"), "/Scope"))
    breaks (self, MB_STANDARD_UA_1, step->ref, "a header cell has no scope");
  if (strcmp (tag, "/Note") == 0)
    check_note (self, step->ref, element);
  check_heading (self, step->ref, tag);
}

/* --- Kids ------------------------------------------------------------------------------------------------------------------------------- */

static void
check_mcid (Checker *self, MbRef element, MbObj owner, gint64 mcid)
{
  guint index = GPOINTER_TO_UINT (
      g_hash_table_lookup (self->owners, GINT_TO_POINTER (mb_file_ref (self->work->file, owner))));
  if (index == 0 || mcid < 0 || mcid >= mcids_of (self, index - 1)) {
    breaks (self, MB_STANDARDS_TAGGED, element, "an element points to content that does not exist");
    return;
  }
  MbRef *parent = &self->parents[index - 1][mcid];
  if (*parent != element)
    breaks (self, MB_STANDARDS_TAGGED, element, "ParentTree and the structure tree disagree");
  *parent = 0; /* claimed: a second element would disagree */
}

static void
check_annotation (Checker *self, MbRef element, MbObj annotation)
{
  MbFile *file = self->work->file;
  gint64 key = mb_file_integer (file, mb_file_key (file, annotation, "/StructParent"));
  if (GPOINTER_TO_INT (g_hash_table_lookup (self->annots, GINT_TO_POINTER ((int) key))) != element)
    breaks (self, MB_STANDARDS_TAGGED, element, "an annotation does not lead back to its element");
  g_hash_table_remove (self->annots, GINT_TO_POINTER ((int) key));
}

static void
push (Checker *self, MbRef ref, MbRef parent, const char *parent_tag)
{
  Step step = { .ref = ref, .parent = parent };
  g_strlcpy (step.parent_tag, parent_tag, sizeof step.parent_tag);
  g_array_append_val (self->stack, step);
}

/* One kid; TRUE when it is an annotation. Elements are pushed to be visited later. */
static gboolean
check_kid (Checker *self, const Step *step, const char *tag, MbObj element, MbObj kid)
{
  MbFile *file = self->work->file;
  if (mb_file_is_integer (file, kid)) {
    check_mcid (self, step->ref, mb_file_key (file, element, "/Pg"), mb_file_integer (file, kid));
    return FALSE;
  }
  MbObj type = mb_file_key (file, kid, "/Type");
  if (mb_file_is_name (file, type, "/MCR")) {
    MbObj form = mb_file_key (file, kid, "/Stm");
    check_mcid (self, step->ref, form ? form : mb_file_key (file, kid, "/Pg"),
                mb_file_integer (file, mb_file_key (file, kid, "/MCID")));
    return FALSE;
  }
  if (mb_file_is_name (file, type, "/OBJR")) {
    check_annotation (self, step->ref, mb_file_key (file, kid, "/Obj"));
    return TRUE;
  }
  push (self, mb_file_ref (file, kid), step->ref, tag);
  return FALSE;
}

static void
check_element (Checker *self, Step step)
{
  MbFile *file = self->work->file;
  MbObj element = mb_file_object (file, step.ref);
  g_autofree char *tag = g_strdup (mb_file_name (file, mb_file_key (file, element, "/S")));
  if (mb_file_ref (file, mb_file_key (file, element, "/P")) != step.parent)
    breaks (self, MB_STANDARDS_TAGGED, step.ref, "an element does not point to its parent");
  check_type (self, &step, tag, element);
  MbObj kids = mb_file_key (file, element, "/K");
  guint first = self->stack->len, annotations = 0;
  for (guint i = 0; i < mb_file_n_items (file, kids); i++)
    annotations += check_kid (self, &step, tag, element, mb_file_item (file, kids, i));
  if (strcmp (tag, "/Link") == 0 && annotations == 0)
    breaks (self, MB_STANDARD_UA_1, step.ref, "a link has no annotation");
  /* the first kid is visited first */
  for (guint i = first, k = self->stack->len; i + 1 < k; i++) {
    Step swap = g_array_index (self->stack, Step, i);
    g_array_index (self->stack, Step, i) = g_array_index (self->stack, Step, --k);
    g_array_index (self->stack, Step, k) = swap;
  }
  mb_file_release (file);
}

static void
check_leftovers (Checker *self)
{
  for (guint stream = 0; stream < self->streams->len; stream++)
    for (guint mcid = 0; mcid < mcids_of (self, stream); mcid++)
      if (self->parents[stream][mcid]) {
        breaks (self, MB_STANDARDS_TAGGED, self->parents[stream][mcid],
                "content belongs to no element");
        return;
      }
  if (g_hash_table_size (self->annots))
    breaks (self, MB_STANDARDS_TAGGED, 0, "an annotation belongs to no element");
}

static void
walk (Checker *self, MbRef root)
{
  MbFile *file = self->work->file;
  read_parent_tree (self, mb_file_object (file, root)); /* releases handles */
  MbObj kids = mb_file_key (file, mb_file_object (file, root), "/K");
  if (mb_file_n_items (file, kids) != 1)
    breaks (self, MB_STANDARDS_TAGGED, 0, "the structure tree has no single root element");
  else
    push (self, mb_file_ref (file, mb_file_item (file, kids, 0)), root, "");
  while (self->stack->len) {
    Step step = g_array_index (self->stack, Step, self->stack->len - 1);
    g_array_set_size (self->stack, self->stack->len - 1);
    check_element (self, step);
  }
  check_leftovers (self);
}

static void
index_streams (Checker *self)
{
  const GArray *streams = self->streams;
  self->parents = mb_arena_array (self->work->arena, MbRef *, streams->len);
  for (guint i = 0; i < streams->len; i++) {
    const MbCheckedStream *stream = &g_array_index (streams, MbCheckedStream, i);
    self->parents[i] = mb_arena_array (self->work->arena, MbRef, stream->mcids + 1);
    g_hash_table_insert (self->owners, GINT_TO_POINTER (stream->ref), GUINT_TO_POINTER (i + 1));
    if (stream->key >= 0)
      g_hash_table_insert (self->keys, GUINT_TO_POINTER ((guint) stream->key + 1),
                           GUINT_TO_POINTER (i + 1));
  }
}

void
mb_check_structure (MbWork *work, const GArray *streams, MbRuleBroken broken, gpointer data)
{
  g_autoptr (GHashTable) annots = g_hash_table_new (NULL, NULL),
                         owners = g_hash_table_new (NULL, NULL),
                         keys = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) stack = g_array_new (FALSE, FALSE, sizeof (Step));
  Checker self = { work, streams, broken, data, NULL, annots, owners, keys, ids, 0, stack };
  index_streams (&self);
  MbRef root = mb_file_ref (work->file,
                            mb_file_key (work->file, mb_file_root (work->file), "/StructTreeRoot"));
  if (root)
    walk (&self, root);
  else
    breaks (&self, MB_STANDARDS_TAGGED, 0, "there is no structure tree");
  mb_file_release (work->file);
}
