# cmake --install: the program, DuckDB's library where it looks for it, and what the program itself writes when asked: man
# pages and the completions of shells.
include(GNUInstallDirs)
set(docktor_pages ${CMAKE_BINARY_DIR}/pages)

install(TARGETS docktor RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${DuckDB_LIBRARY} DESTINATION lib/docktor RENAME libduckdb.so)
install(CODE "
  file(REMOVE_RECURSE \"${docktor_pages}\")
  file(MAKE_DIRECTORY \"${docktor_pages}\")
  execute_process(COMMAND \"$<TARGET_FILE:docktor>\" __reference man \"${docktor_pages}/man\" COMMAND_ERROR_IS_FATAL ANY)
  foreach(shell bash zsh fish)
    execute_process(COMMAND \"$<TARGET_FILE:docktor>\" completion \${shell} OUTPUT_FILE \"${docktor_pages}/\${shell}\"
                    COMMAND_ERROR_IS_FATAL ANY)
  endforeach()")
install(DIRECTORY ${docktor_pages}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1 FILES_MATCHING PATTERN "*.1")
install(DIRECTORY ${docktor_pages}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man5 FILES_MATCHING PATTERN "*.5")
install(FILES ${docktor_pages}/bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME docktor)
install(FILES ${docktor_pages}/zsh DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions RENAME _docktor)
install(FILES ${docktor_pages}/fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d RENAME docktor.fish)

# `docker docktor …`: Docker looks for plugins in lib/docker/cli-plugins of /usr and /usr/local.
install(CODE "
  set(plugins \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/docker/cli-plugins\")
  file(MAKE_DIRECTORY \"\${plugins}\")
  file(CREATE_LINK ../../../${CMAKE_INSTALL_BINDIR}/docktor \"\${plugins}/docker-docktor\" SYMBOLIC)")
