@echo off
rem Launcher: finds Python 3.11 or newer, makes .venv on first use (warehouse\avvio.py), then runs the command.
setlocal
set "LEPS_PROVA=import sys; sys.exit(sys.version_info < (3, 11))"

py -3 -I -c "%LEPS_PROVA%" >nul 2>&1
if not errorlevel 1 (
    py -3 -I "%~dp0warehouse\avvio.py" %*
    goto fine
)
python -I -c "%LEPS_PROVA%" >nul 2>&1
if not errorlevel 1 (
    python -I "%~dp0warehouse\avvio.py" %*
    goto fine
)
echo Errore: serve Python 3.11 o successivo, e non e' stato trovato. Rimedio: installarlo da https://www.python.org/downloads/ e ripetere il comando. 1>&2
exit /b 2

:fine
exit /b %errorlevel%
