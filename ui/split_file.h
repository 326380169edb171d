/*
 * The sizes of the panes, kept from one run to the next in a small file of the
 * state folder. A file that is missing or wrong is no file. Touches the disk: at
 * the start and the end only.
 */
#ifndef CHAKRA_UI_SPLIT_FILE_H
#define CHAKRA_UI_SPLIT_FILE_H

#include "src/app/looks.h"

void split_file_read(struct looks *looks);
/* Writes when they are not those that were read. */
void split_file_write(const struct looks *looks);

#endif
