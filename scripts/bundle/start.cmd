@echo off
rem Sets klagepunkt up in the user's own folder, once, without a network and without administrator's rights; then runs it.
setlocal EnableExtensions DisableDelayedExpansion
set "here=%~dp0"
set "programs=%LOCALAPPDATA%\klagepunkt-program"
if defined KLAGEPUNKT_ENV set "programs=%KLAGEPUNKT_ENV%"
set "target=%programs%\@DIGEST@"
set "python=%target%\Scripts\python.exe"
if exist "%target%\ready" goto run
set "base="
if exist "%here%python\python.exe" set base="%here%python\python.exe"
if defined base goto found
py -@VERSION@ -c "import venv" >nul 2>nul
if not errorlevel 1 set "base=py -@VERSION@"
if defined base goto found
python -c "import sys, venv; sys.exit(sys.version_info[:2] != (@TUPLE@))" >nul 2>nul
if not errorlevel 1 set "base=python"
if defined base goto found
echo klagepunkt: Python @VERSION@ blev ikke fundet. / Python @VERSION@ was not found. See delivery.md. 1>&2
exit /b 2
:found
echo klagepunkt: setting up, this once ... 1>&2
if exist "%target%" rmdir /s /q "%target%"
%base% -m venv --without-pip "%target%"
if errorlevel 1 goto failed
"%python%" "%here%wheels\@PIP@\pip" install --quiet --disable-pip-version-check --no-index --find-links "%here%wheels" --require-hashes --requirement "%here%requirements.txt"
if errorlevel 1 goto failed
type nul > "%target%\ready"
:run
"%python%" -P -m classifier %*
exit /b %ERRORLEVEL%
:failed
echo klagepunkt: the setup failed; nothing but %target% was written. 1>&2
exit /b 2
