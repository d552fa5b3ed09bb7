; Entries in the menu of the file manager, for this user or all as the installer was told. No file type is taken over: the program that opens images stays.
!macro customInstall
  WriteRegStr SHCTX "Software\Classes\SystemFileAssociations\image\shell\Kindred" "" "Find photos like this"
  WriteRegStr SHCTX "Software\Classes\SystemFileAssociations\image\shell\Kindred" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr SHCTX "Software\Classes\SystemFileAssociations\image\shell\Kindred\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  WriteRegStr SHCTX "Software\Classes\Directory\shell\Kindred" "" "Open as library"
  WriteRegStr SHCTX "Software\Classes\Directory\shell\Kindred" "Icon" "$INSTDIR\${APP_EXECUTABLE_FILENAME}"
  WriteRegStr SHCTX "Software\Classes\Directory\shell\Kindred\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

!macro customUnInstall
  DeleteRegKey SHCTX "Software\Classes\SystemFileAssociations\image\shell\Kindred"
  DeleteRegKey SHCTX "Software\Classes\Directory\shell\Kindred"
!macroend
