@echo off
rem Double-click this file to open the desk. It looks for Python and git, and says in words what is missing.
cd /d "%~dp0"
title Desk
set "PY="
where py >nul 2>nul && py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PY=py -3"
if not defined PY (where python >nul 2>nul && python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set "PY=python")
if not defined PY goto nopython
where git >nul 2>nul || goto nogit
if not exist build.py goto nofolder
echo The desk opens in your browser. Leave this window open while you work.
%PY% build.py desk
if errorlevel 1 goto failed
exit /b 0
:nopython
echo The desk cannot start: this computer has no Python of version 3.11 or newer.
echo Please ask the technician to install "Python 3.12" from python.org, for all users, with "Add to PATH" ticked.
goto wait
:nogit
echo The desk cannot start: this computer has no git, the program that keeps the record of changes.
echo Please ask the technician to install "Git for Windows" from git-scm.com, with the suggested settings.
goto wait
:nofolder
echo The desk cannot start: this file must lie in the folder of the school's policies, beside build.py.
echo Please ask the technician to put it back there.
goto wait
:failed
echo.
echo The desk ended with a problem. Please show the lines above to the technician.
:wait
pause
exit /b 2
