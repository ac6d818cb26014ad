"""The smallest page there is."""

import streamlit as st

st.write("Prova")
